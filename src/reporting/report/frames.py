"""DataFrames of a report: what an analyst computes with, with the words to show it in.

Columns have the names of the store and its exports; `Frame.labelled` gives them the headings of the forms and the names
of the indicators. Everything comes from the snapshot: in the public edition a frame holds what that edition may say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from reporting.errors import ParameterError
from reporting.near import near

__all__ = ["Frame", "Tables"]


class Frame(pd.DataFrame):
    """A DataFrame that knows how its columns are called in the reader's language.

    It is shown with these headings, and computed with by its own names. What pandas makes of a part of it knows them
    too; what it makes by `groupby` or `merge` has headings of its own.
    """

    _metadata = ["_wording"]  # noqa: RUF012 - as pandas asks for it
    _wording: tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]]

    @classmethod
    def of(
        cls,
        frame: pd.DataFrame,
        headings: Mapping[str, str],
        values: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Frame:
        """The frame with its words.

        Args:
            frame: is not changed.
            headings: column → heading.
            values: column → code → word, of columns of codes.
        """
        made = cls(frame)
        object.__setattr__(made, "_wording", (dict(headings), dict(values or {})))
        return made

    @property
    def _constructor(self) -> Callable[..., Frame]:
        return Frame

    def labelled(self) -> pd.DataFrame:
        """The same with headings and codes in the reader's language, for a table or the labels of a plot.

        Example:
            >>> report.data.facts[["indicator", "value"]].labelled().columns.tolist()
            ['指标', '数值']
        """
        nothing: tuple[dict[str, str], dict[str, Mapping[str, str]]] = ({}, {})
        headings, values = getattr(self, "_wording", None) or nothing
        shown = pd.DataFrame(self)
        for column in shown.columns:
            if column in values:
                shown[column] = shown[column].map(values[column]).fillna(shown[column])
        return shown.rename(columns=headings)

    def _repr_html_(self) -> str | None:
        shown: str | None = self.labelled()._repr_html_()  # type: ignore[operator]
        return shown


class Tables:
    """The frames of a report by name: ``report.data.schools`` or ``report.data["schools"]``; Tab completes both."""

    def __init__(self, makers: Mapping[str, Callable[[], Frame]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, Frame] = {}

    def __getitem__(self, name: str) -> Frame:
        """The frame of that name; each time a copy, so that nothing that one cell does is seen by the next.

        Raises:
            ParameterError: there is none.
        """
        if name not in self._makers:
            like = near(name, self._makers)
            hint = f"did you mean {like[0]!r}?" if like else f"there are: {', '.join(self._makers)}"
            raise ParameterError(f"the report has no table {name!r}", hint=hint)
        if name not in self._made:
            self._made[name] = self._makers[name]()
        made = self._made[name]
        copied: Frame = made.copy()  # type: ignore[operator, unused-ignore] # pandas passes the words on
        return copied

    def __getattr__(self, name: str) -> Frame:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except ParameterError as error:
            raise AttributeError(str(error)) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __dir__(self) -> list[str]:
        return list(self._makers)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._makers)

    def __repr__(self) -> str:
        return f"<Tables {', '.join(self._makers)}>"

    def _repr_html_(self) -> str:
        sizes: list[dict[str, Any]] = [
            {"table": name, "rows": len(self[name]), "columns": ", ".join(map(str, self[name].columns))}
            for name in self._makers
        ]
        return pd.DataFrame(sizes).to_html(index=False)
