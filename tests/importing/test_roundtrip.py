"""Random rounds, written in random encodings, separators and habits, read back as what they were."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.importing.files.writing import csv_bytes
from tests.ballot_files import GROUPS, HEADER, WORDS, file_of, small_form
from tests.depth import examples

_INK = st.characters(codec="gb18030", exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp", "Cf"))
_SAYS = st.text(_INK | st.sampled_from(',;\t|"\n，。'), max_size=12)


@st.composite
def rounds(draw: st.DrawFn) -> list[tuple[str, str, date, bool, tuple[int, ...], str]]:
    row = st.tuples(
        st.sampled_from(GROUPS),
        st.sampled_from(["paper", "online"]),
        st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        st.booleans(),
        st.tuples(*[st.integers(0, 5)] * len(WORDS)),
        _SAYS,
    )
    return draw(st.lists(row, min_size=1, max_size=12))


def written(row: tuple[str, str, date, bool, tuple[int, ...], str]) -> Sequence[str]:
    group, way, day, void, given_ranks, says = row
    words = [["", *each][rank] for (_, each), rank in zip(WORDS.values(), given_ranks, strict=True)]
    return [
        group,
        {"paper": "纸质", "online": "网上"}[way],
        f"{day:%Y/%m/%d}",
        "是" if void else "",
        *words,
        f"{says}意见",
    ]


@settings(max_examples=examples(12, 300), deadline=None)
@given(
    rows=rounds(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"]),
    separator=st.sampled_from([",", ";", "\t", "|"]),
)
def test_a_round_is_read_back_as_it_was(
    rows: list[tuple[str, str, date, bool, tuple[int, ...], str]], encoding: str, separator: str
) -> None:
    data = file_of([written(row) for row in rows], separator=separator, encoding=encoding)
    checked = check_ballots("a.csv", data, small_form(), Choices())
    assert checked.problems == ()
    assert checked.ballots.to_pylist() == [
        {
            "group_label": group,
            "way": way,
            "cast_on": day,
            "is_void": void,
            **{name: None if void else rank for name, rank in zip(WORDS, ranks, strict=True)},
        }
        for group, way, day, void, ranks, _ in rows
    ]
    kept = sorted(text.replace("\r\n", "\n") for text in checked.suggestions["content"].to_pylist())
    assert kept == sorted(f"{row[-1]}意见".strip() for row in rows)


@given(st.lists(st.sampled_from(["=1+1", "+86", "-3", "@SUM(A1)", "\tx", "家长", "=cmd|'/c calc'!A1", ""]), min_size=1))
def test_no_cell_that_is_written_runs_as_a_formula(cells: list[str]) -> None:
    text = csv_bytes(["列"] * len(cells), [cells]).decode("utf-8-sig")
    for cell in text.splitlines()[1].split(","):
        assert not cell.strip('"').startswith(("=", "+", "-", "@", "\t"))


def test_the_encodings_of_one_round_give_the_same_ballots() -> None:
    rows = [written((group, "paper", date(2025, 12, 10), False, (1, 2, 3), "好")) for group in GROUPS]
    read = [
        check_ballots("a.csv", file_of(rows, HEADER, encoding=encoding), small_form())
        for encoding in ("utf-8", "utf-8-sig", "gb18030")
    ]
    assert read[0].ballots.equals(read[1].ballots)
    assert read[0].ballots.equals(read[2].ballots)
    assert [each.encoding for each in read] == ["utf-8", "utf-8-sig", "gb18030"]
