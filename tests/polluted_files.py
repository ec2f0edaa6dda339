"""Ballot files with one fault each: Pollock's pollutions × rows × columns of several files, and what is around them.
Beside each file the ballots it was made from, and the fault as its cause."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from board.errors import BoardError
from board.importing.ballots import check_ballots
from board.importing.checked import Checked
from board.importing.choices import Choices
from tests.ballot_files import HEADER, WORDS, small_form
from tests.nasty_workbooks import xls, xlsx

# group, way, day, void, ranks.
Ballot = tuple[str, str, date | None, bool, tuple[int, ...]]
Rows = list[list[str]]
# What the page chooses before anybody answers a question.
TODAY = date(2026, 3, 1)
BEFORE = Choices(cast_on=TODAY)
# How a file was read; the first two are what it ought to be.
RIGHT, REFUSED, ONE, MANY, WRONG, CRASH = "right", "refused", "one question", "many questions", "wrong", "crash"
OUTCOMES = (RIGHT, ONE, MANY, REFUSED, WRONG, CRASH)
_WAYS = {"纸质": "paper", "网上": "online"}
_SCALES = {
    "own": [list(words) for _, words in WORDS.values()],
    "general": [["好", "较好", "一般", "差", "不了解"]] * len(WORDS),
    "letters": [["A", "B", "C", "D", "不了解"]] * len(WORDS),
}
# Ranks of the rows of every file; 0 is blank.
_RANKS = ((1, 2, 1), (2, 0, 1), (4, 3, 2), (1, 1, 3), (0, 1, 1), (3, 1, 2), (2, 2, 4), (1, 4, 1))
_PEOPLE = ("家长", "党员", "教职工", "普通群众")


@dataclass(frozen=True)
class Case:
    """A file made from ballots. cause: the fault it has, or its layout. counts: of a tally, (group, criterion, rank) →
    answers, and (group, "", is_void) → ballots."""

    cause: str
    data: bytes
    ballots: Counter[Ballot] = field(default_factory=Counter)
    counts: Counter[tuple[str, str, Any]] | None = None
    choices: Choices = BEFORE
    name: str = "评议.csv"


def base(scale: str = "own", says: str = "some") -> tuple[Rows, Counter[Ballot]]:
    """Eight rows under HEADER and their ballots. says: which rows end in a suggestion (some, none, all)."""
    rows: Rows = []
    ballots: Counter[Ballot] = Counter()
    for at, ranks in enumerate(_RANKS):
        group, way, day = _PEOPLE[at % 4], ("纸质", "网上")[at % 2], date(2025, 12, 10 + at % 3)
        is_void = at == 3
        words = [["", *words][rank] for words, rank in zip(_SCALES[scale], ranks, strict=True)]
        text = "多听家长意见" if says == "all" or (says == "some" and at % 3 == 0) else ""
        rows.append([group, way, day.isoformat(), "是" if is_void else "", *words, text])
        ballots[group, _WAYS[way], day, is_void, () if is_void else ranks] += 1
    return rows, ballots


def text_of(rows: Sequence[Sequence[Any]], separator: str = ",") -> str:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=separator).writerows(rows)
    return held.getvalue()


def read_of(checked: Checked) -> Counter[Ballot]:
    """The ballots that a file was taken to hold."""
    asked = [name for name in WORDS if name in checked.ballots.column_names]
    return Counter(
        (
            row["group_label"],
            row["way"],
            row["cast_on"],
            row["is_void"],
            () if row["is_void"] else tuple(row[name] for name in asked),
        )
        for row in checked.ballots.to_pylist()
    )


def counted_of(checked: Checked) -> Counter[tuple[str, str, Any]]:
    """The counts that a tally was taken to hold."""
    found: Counter[tuple[str, str, Any]] = Counter()
    for row in checked.tally.to_pylist():
        found[row["group_label"], row["criterion_id"], row["rank"]] += row["answer_count"]
    for row in checked.tally_ballots.to_pylist():
        found[row["group_label"], "", row["is_void"]] += row["ballot_count"]
    return found


def outcome(case: Case) -> str:
    """One of OUTCOMES."""
    try:
        checked = check_ballots(case.name, case.data, small_form(), case.choices)
    except BoardError as refusal:
        return REFUSED if refusal.title and refusal.message and refusal.remedy else CRASH
    except Exception:  # noqa: BLE001 - whatever it is, it is the outcome
        return CRASH
    if checked.error_count:
        return ONE if checked.error_count == 1 else MANY
    if case.counts is not None:
        return RIGHT if counted_of(checked) == case.counts else WRONG
    return RIGHT if read_of(checked) == case.ballots else WRONG


def _lines(rows: Rows) -> list[list[str]]:
    return [list(HEADER), *rows]


def _line(cells: Sequence[str], separator: str = ",") -> str:
    return text_of([cells], separator)


def _instead(rows: Rows, at: int, line: str, separator: str = ",") -> bytes:
    """The file with one of its lines written otherwise."""
    return "".join(line if place == at else _line(cells, separator) for place, cells in enumerate(rows)).encode()


def _wider(cells: list[str], at: int, sep: str) -> str:
    return _line([*cells[:at], "", *cells[at:]], sep)


def _narrower(cells: list[str], at: int, sep: str) -> str:
    return _line([*cells[:at], "".join(cells[at : at + 2]), *cells[at + 2 :]], sep)


def _shorter(cells: list[str], at: int, sep: str) -> str:
    return _line(cells[: at + 1], sep)


def _quote(cells: list[str], at: int, sep: str, *, mark: str = '"', ends: bool = False) -> str:
    parts = [f"{cell}{mark}" if ends and place == at else f"{mark}{cell}" if place == at else cell
             for place, cell in enumerate(cells)]  # fmt: skip
    return sep.join(parts) + "\r\n"


def _spaced(cells: list[str], at: int, sep: str) -> str:
    return sep.join(f' "{cell}" ' if place == at else cell for place, cell in enumerate(cells)) + "\r\n"


def _single(cells: list[str], at: int, sep: str) -> str:
    return sep.join(f"'{cell}'" if place == at else cell for place, cell in enumerate(cells)) + "\r\n"


def _escaped(cells: list[str], at: int, sep: str) -> str:
    return sep.join(f'"\\"{cell}\\""' if place == at else cell for place, cell in enumerate(cells)) + "\r\n"


def _broken(cells: list[str], at: int, sep: str) -> str:
    return sep.join(cells[:at]) + "\r\n" + sep.join(cells[at:]) + "\r\n"


def _other_separator(cells: list[str], at: int, sep: str) -> str:
    other = ";" if sep == "," else ","
    return sep.join(cells[: at + 1]) + (other if at + 1 < len(cells) else "") + sep.join(cells[at + 1 :]) + "\r\n"


def _copied(cells: list[str], at: int, sep: str) -> str:
    return _line([*cells[: at + 1], *cells[at:]], sep)


POLLUTIONS: dict[str, Callable[[list[str], int, str], str]] = {
    "a separator more": _wider,
    "a separator less": _narrower,
    "cut short": _shorter,
    "a cell twice": _copied,
    "a quote before": _quote,
    "a quote after": partial(_quote, ends=True),
    "quotes with spaces": _spaced,
    "single quotes": _single,
    "quotes escaped": _escaped,
    "a line broken": _broken,
    "another separator": _other_separator,
}


def pollutions() -> Iterator[Case]:
    """Each pollution at each row and column of each file; of what changes nothing, none."""
    for scale in _SCALES:
        for says in ("some", "none"):
            rows, ballots = base(scale, says)
            for sep in (",", "\t") if scale == "own" else (",", ";"):
                lines = _lines(rows)
                for cause, change in POLLUTIONS.items():
                    for at, cells in enumerate(lines):
                        for place in range(len(cells)):
                            yield Case(cause, _instead(lines, at, change(cells, place, sep), sep), ballots)


def frames() -> Iterator[Case]:
    """What stands around the whole file."""
    for scale in _SCALES:
        for says in ("some", "none", "all"):
            rows, ballots = base(scale, says)
            lines = _lines(rows)
            text = text_of(lines)
            single = "".join(",".join(f"'{cell}'" for cell in cells) + "\r\n" for cells in lines)
            spaced = "".join(", ".join(f'"{cell}"' for cell in cells) + "\r\n" for cells in lines)
            stripped = "".join(_line(cells).rstrip(",\r\n") + "\r\n" for cells in lines)
            wholes = {
                "as it is": text,
                "Ctrl-Z at the end": text + "\x1a",
                "single quotes everywhere": single,
                "quotes after spaces": spaced,
                "trailing blanks dropped": stripped,
                "no header": text_of(rows),
                "blank lines": text.replace("\r\n", "\r\n\r\n"),
                "a comma more in every line": text.replace("\r\n", ",\r\n"),
                "a comma more in every row": _line(HEADER) + text_of(rows).replace("\r\n", ",\r\n"),
                "header repeated": text.replace("\r\n家长", f"\r\n{_line(HEADER).strip()}\r\n家长", 1),
                "titles above": "某校评议表\r\n单位：教导处,,2025年\r\n\r\n" + text,
                "the maker below": text + "\r\n填表人：张三,,审核：李四\r\n",
                "a sum below": text + "合计,,,1,8,8,8,\r\n",
            }
            yield from (Case(cause, whole.encode(), ballots) for cause, whole in wholes.items())
            for encoding in ("utf-8-sig", "gb18030", "utf-16", "utf-16-be"):
                yield Case("encodings", text.encode(encoding), ballots)
            for sep in ";\t|，；":
                yield Case("separators", text.replace(",", sep).encode(), ballots)
            yield Case("workbooks", xlsx({"表": lines}), ballots, name="评议.xlsx")
            yield Case("workbooks", xls("表", lines), ballots, name="评议.xls")
            for place in range(len(HEADER)):
                for cause, name in (("a header blank", ""), ("a header twice", HEADER[place - 1])):
                    named = [*HEADER[:place], name, *HEADER[place + 1 :]]
                    yield Case(cause, text_of([named, *rows]).encode(), ballots)
