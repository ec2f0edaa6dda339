"""The order for a paper, and the parts of sentences that kinds share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from board.activity.activities import Activity, last_meeting_on, people
from board.numbers import rate_text
from board.papers.blocks import Block, Day, Figure, Heading, Letterhead, Paper, Paragraph, Part, Parts, Quoted, Written
from board.store.store import Store
from board.typed import printable

EXAMPLE = "（示例数据，不作正式文书）"
_SOMEBODY = "有关同志"


@dataclass(frozen=True)
class Asked:
    """A paper that is asked for: of an activity, as of a day, with a letterhead, the clerk's texts by key and the
    options of its kind."""

    store: Store
    activity: Activity
    as_of: date
    letterhead: Letterhead
    texts: Mapping[str, str]
    options: Mapping[str, str]

    @property
    def activity_id(self) -> str:
        return self.activity.activity_id

    @property
    def compare_on(self) -> date | None:
        """The day of the last meeting before, which figures are compared with."""
        return last_meeting_on(self.store, self.activity_id, self.as_of)

    def paper(self, kind: str, title: str, blocks: Iterable[Block], missing: Iterable[str] = (), **more: Any) -> Paper:
        """A paper of this activity, day and data version."""
        return Paper(
            kind,
            title,
            self.letterhead,
            tuple(blocks),
            self.as_of,
            self.store.version("data"),
            is_example=self.activity.is_example,
            missing=tuple(missing),
            **more,
        )

    def written(self, key: str, otherwise: Parts = ()) -> tuple[Paragraph, ...]:
        """The clerk's text under a key, a paragraph a line; else what stands there until something is written."""
        lines = [line for line in printable(self.texts.get(key, "")).split("\n") if line.strip()]
        own = tuple(Paragraph((Written(line.strip(), key),), key, is_editable=True) for line in lines)
        return own or ((Paragraph(otherwise, key, is_editable=True),) if otherwise else ())

    def headed(self, title: str, key: str) -> list[Block]:
        """A heading with the clerk's text below it; nothing until one is written."""
        own = self.written(key)
        return [Heading(1, (title,)), *own] if own else []

    def unwritten(self, key: str, sentence: str) -> list[str]:
        """The sentence, for the list of what is missing, unless the clerk has written a text."""
        return [] if printable(self.texts.get(key, "")) else [sentence]


def seen_in(page: str, **query: str) -> str:
    """The address of what a figure counts: `rectification?view=逾期`."""
    return f"{page}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def count(number: float, ref: str, name: str, unit: str = "") -> Figure:
    """A count, with its measure word if it has one."""
    return Figure(f"{int(number):,}{unit}", "count", ref, name)


def rate(good: float, base: float, ref: str, name: str) -> Figure:
    """A share with its whole numbers: 92.3%（169/183）."""
    return Figure(fuller(rate_text(good, base)), "rate", ref, name, base=f"{base:.0f}")


def fuller(text: str) -> str:
    """A figure's text with the brackets of a Chinese sentence."""
    return text.replace("(", "（").replace(")", "）")


def named(record_id: str) -> Figure:
    """A record's id, standing in a text."""
    return Figure(record_id, "id", record_id, record_id)


def day(value: Any) -> Part:
    """A day in a text; 未定 where there is none."""
    return "未定" if pd.isna(value) else Day(pd.Timestamp(value).date())


def quoted(value: Any, ref: str = "") -> Quoted:
    """A record's words on one line, without a full stop at the end, to be set in a sentence."""
    text = "" if value is None or pd.isna(value) else printable(str(value))
    return Quoted(" ".join(text.split("\n")).rstrip("。；;. "), ref)


def lines(value: Any, ref: str = "") -> tuple[Paragraph, ...]:
    """A record's text, a paragraph a line."""
    text = "" if value is None or pd.isna(value) else printable(str(value))
    return tuple(Paragraph((Quoted(line.strip(), ref),)) for line in text.split("\n") if line.strip())


def listed(parts: Sequence[Parts], between: str = "、", last: str = "") -> Parts:
    """Several parts after one another."""
    found: list[Part] = []
    for place, each in enumerate(parts):
        found += [*([between] if place else []), *each]
    return (*found, last) if last and found else tuple(found)


def unnamed(store: Store, activity_id: str) -> Mapping[str, str]:
    """The names that a public paper may not hold → what stands for them: of people below the leading posts, unless
    they are entered by their post."""
    everyone = people(store, activity_id)
    below = everyone[~everyone["is_member"].astype(bool) & (everyone["name"] != everyone["post"])]
    return dict.fromkeys((str(name) for name in below["name"] if len(str(name)) > 1), _SOMEBODY)


def without(names: Mapping[str, str], frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """A frame whose texts don't hold the names."""
    kept = frame.copy(deep=False)
    for column in columns:
        texts = kept[column]
        for name, instead in names.items():
            texts = texts.str.replace(name, instead, regex=False)
        kept[column] = texts
    return kept
