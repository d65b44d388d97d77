"""Drafts made without running a notebook: bodies, snapshots and data are written as a run would leave them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import pytest

from reporting.definitions.periods import Period
from reporting.editions.assemble import assemble
from reporting.editions.manifest import Manifest, PageEntry
from reporting.editions.publish import publish_edition
from reporting.pagemaking.edition_places import EditionPlaces, page_file
from reporting.pagemaking.stamping import reserved_characters
from reporting.pages.shell import page
from reporting.settings import Project, Settings
from reporting.snapshots.snapshot import Snapshot

OBSERVATIONS = "period,county,indicator,category,numerator,denominator,value,state,scope\n"
SUBMISSIONS = "county,period,form,revision,status,errors,received_at,recorded_at,sha256\n"


@dataclass(frozen=True)
class Desk:
    """Somebody who makes and publishes drafts."""

    project: Project
    settings: Settings

    def places(self, period: str = "2022-04") -> EditionPlaces:
        return EditionPlaces(self.project, Period(period), "internal")

    def draft(
        self,
        texts: Mapping[str, str],
        period: str = "2022-04",
        *,
        missing: Mapping[str, str] | None = None,
        languages: tuple[str, ...] = ("zh-Hans",),
    ) -> Manifest:
        """A draft: county → what its page says; the others are silent, or ``missing`` says why they have no page."""
        places = self.places(period)
        entries = [
            self._made(places, county, lang, texts[county])
            if county in texts
            else self._absent(county, lang, (missing or {}).get(county, "silent"))
            for lang in languages
            for county in self.settings.city.codes
        ]
        first = len(self.settings.city.codes)
        (places.bodies / "submissions.csv").write_text(SUBMISSIONS, encoding="utf-8")
        manifest = Manifest.model_validate(
            {
                "period": period,
                "audience": "internal",
                "languages": languages,
                "state": "draft",
                "generated_at": "2022-05-06T12:00:00+08:00",
                "as_of": "2022-05-06T04:00:00+00:00",
                "data_as_of": "2022-05-05T10:00:00+08:00",
                "demo": False,
                "counties": entries[:first],
                "pages": entries[first:],
            }
        )
        data = {
            "observations.csv": OBSERVATIONS.encode(),
            "submissions.csv": SUBMISSIONS.encode(),
            "schools_short.csv": b"county\r\n",
        }
        data["dictionary.csv"] = b"part,name\r\n"
        places.data.mkdir(exist_ok=True)
        for name, content in data.items():
            (places.data / name).write_bytes(content)
        return assemble(manifest, places, self.settings)

    def publish(self, period: str = "2022-04", accepted: Mapping[str, str] | None = None) -> Manifest:
        """Publish the draft."""
        return publish_edition(self.places(period), self.settings, approved_by="张三", accepted=accepted or {})

    def _made(self, places: EditionPlaces, county: str, lang: str, text: str) -> PageEntry:
        kept = Snapshot(
            place=county,
            period=places.period,
            audience="internal",
            demo=False,
            data_as_of=datetime(2022, 5, 5, 10),
            content=self.settings.content,
            tables={"observations": pd.DataFrame({"county": [county]})},
        )
        snapshots = places.bodies / "snapshots"
        snapshots.mkdir(parents=True, exist_ok=True)
        (snapshots / f"{county}.json").write_bytes(kept.encoded)
        name = self.settings.city.county(county).name.to(lang)
        body = f"<h1>{name} {places.period.label(lang)}</h1><p>{text} <code>{kept.hash[:8]}</code></p>"
        file = page_file(county, lang)
        document = page(title=name, lang=lang, body=body, reserve=reserved_characters(lang))
        (places.bodies / file).write_text(document, encoding="utf-8")
        return PageEntry(
            place=county,
            page=county,
            lang=lang,
            status="published",
            file=file,
            snapshot=kept.hash,
            notebook="n",
            data_as_of="2022-05-05T10:00:00+08:00",
            seconds=1.5,
            parameters={"county": county, "period": str(places.period), "lang": lang, "audience": "internal"},
            schools_reported=4,
            schools_expected=4,
            words={"target.not_met": 2},
        )

    @staticmethod
    def _absent(county: str, lang: str, why: str) -> PageEntry:
        status = "silent" if why in ("silent", "rejected") else "failed"
        return PageEntry.model_validate(
            {"place": county, "page": county, "lang": lang, "status": status, "reason": why}
        )


@pytest.fixture
def desk(project: Project, settings: Settings) -> Desk:
    return Desk(project, settings)
