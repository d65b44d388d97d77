"""Making the draft edition of a period: its pages, its tables, its manifest, and all of it in one folder."""

from __future__ import annotations

import shutil

from reporting.editions.assemble import assemble
from reporting.editions.draft_manifest import draft_manifest
from reporting.editions.files.making import write_files
from reporting.editions.manifest import Manifest
from reporting.execution.cluster import Cluster
from reporting.execution.files import write_atomically
from reporting.execution.pool import Crew
from reporting.pagemaking.making import MadePages, make_pages
from reporting.pagemaking.order import Order, RunProgress
from reporting.pagemaking.plan import Cut
from reporting.pages.glyphs import kept_glyphs
from reporting.report.dictionary import data_dictionary
from reporting.settings import Settings
from reporting.snapshots.exports import csv_bytes, edition_data
from reporting.snapshots.period_data import PeriodData

__all__ = ["make_draft"]


def make_draft(
    settings: Settings, order: Order, workers: Cluster | Crew, progress: RunProgress
) -> tuple[Manifest, MadePages]:
    """Make every page that is ordered and assemble the draft; the caller holds the lock.

    Raises:
        SettingsError: an expression does not compute.
        ParameterError: a notebook is given what it does not declare.
        EditionError: nothing was received for the period or before.
    """

    def write_beside(known: PeriodData, shown: PeriodData, cut: Cut) -> None:
        _keep_for_gates(known, order)
        _write_tables(shown, order)
        write_files(known, shown, order, cut)

    made = make_pages(order, settings, workers, progress, write_beside=write_beside)
    manifest = draft_manifest(order, made)
    if settings.run.pdf and not order.places.name:
        from reporting.editions.files.printing import print_edition

        print_edition(manifest, order.places.bodies, settings, order.places.files)
    with kept_glyphs(order.places.project.work):
        assemble(manifest, order.places, settings)
    return manifest, made


def _keep_for_gates(known: PeriodData, order: Order) -> None:
    """Write what the gates ask and no reader sees: the true counts, and what came of each submission."""
    for name, frame in (("observations", known.observations), ("submissions", known.submissions)):
        write_atomically(order.places.bodies / f"{name}.csv", csv_bytes(frame))


def _write_tables(shown: PeriodData, order: Order) -> None:
    """Write the tables that go along with the edition."""
    tables = {
        **edition_data(shown, order.audience),
        "dictionary": data_dictionary(shown.settings, shown.demo),
    }
    shutil.rmtree(order.places.data, ignore_errors=True)
    for name, frame in tables.items():
        write_atomically(order.places.data / f"{name}.csv", csv_bytes(frame))
