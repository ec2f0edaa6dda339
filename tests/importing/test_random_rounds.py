"""Random rounds in random layout, encoding and dirt: read back as what they were, or asked about."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from board.errors import BoardError
from board.importing.ballots import check_ballots
from board.importing.checked import Checked
from board.importing.choices import Choices
from board.importing.totals import count_answers
from tests.ballot_files import DAY, GROUPS, HEADER, WORDS, file_of, small_form
from tests.depth import examples
from tests.nasty_workbooks import ods, xls, xlsx

Ballot = tuple[str, bool, tuple[int, ...]]
_WJX = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、您的身份"]
_LABELS = [label for label, _ in WORDS.values()]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"]

ballots = st.lists(
    st.tuples(st.sampled_from(GROUPS), st.booleans(), st.tuples(*[st.integers(0, 5)] * len(WORDS))),
    min_size=1,
    max_size=14,
)


def _words(ranks: Sequence[int]) -> list[str]:
    return [["", *each][rank] for (_, each), rank in zip(WORDS.values(), ranks, strict=True)]


def _dirty(cell: Any, how: int) -> Any:
    """The same cell, as another typist writes it."""
    if not isinstance(cell, str):
        return cell
    wide = cell.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    return [cell, f" {cell}　", f"\u200b{cell}\u00a0", wide, f"\t{cell}"][how]


@st.composite
def dirt(draw: st.DrawFn) -> dict[str, Any]:
    """What stands around a table and how its cells are written."""
    return {
        "above": draw(st.sampled_from([[], [["某校评议情况表"]], [["汇总"], [], ["单位：教导处", "2025年"]]])),
        "below": draw(st.sampled_from([[], [["合计", "3"]], [[], ["注：", "以上"]]])),
        "hows": draw(st.lists(st.integers(0, 4), min_size=1, max_size=7)),
        "blank_every": draw(st.integers(2, 5)),
        "trailing": draw(st.booleans()),
    }


def _soiled(rows: list[list[Any]], how: dict[str, Any]) -> list[list[Any]]:
    """Rows of one width with all of that."""
    hows, width = how["hows"], max(map(len, rows)) + how["trailing"]
    body: list[list[Any]] = [rows[0]]
    for at, row in enumerate(rows[1:]):
        if at % how["blank_every"] == 1:
            body.append([])
        body.append([_dirty(cell, hows[(at + place) % len(hows)]) for place, cell in enumerate(row)])
    return [[*row, *[""] * (width - len(row))] for row in [*how["above"], *body, *how["below"]]]


def _saved(rows: list[list[Any]], kind: str) -> bytes:
    if kind in ENCODINGS:
        return file_of(rows[1:], header=rows[0], encoding=kind)
    return {"xlsx": lambda: xlsx({"表": rows}), "ods": lambda: ods({"表": rows}), "xls": lambda: xls("表", rows)}[
        kind
    ]()


def _read(checked: Checked) -> list[Ballot]:
    return [
        (row["group_label"], row["is_void"], tuple(row[name] or 0 for name in WORDS))
        for row in checked.ballots.to_pylist()
    ]


def _expected(round_: Sequence[Ballot]) -> list[Ballot]:
    return [(group, void, (0,) * len(WORDS) if void else ranks) for group, void, ranks in round_]


kinds = st.sampled_from([*ENCODINGS, "xlsx", "xls", "ods"])


@settings(max_examples=examples(15, 400), deadline=None)
@given(round_=ballots, kind=kinds, how=dirt())
def test_one_ballot_a_row(round_: list[Ballot], kind: str, how: dict[str, Any]) -> None:
    rows = [[group, "纸质", "2025-12-10", "是" if void else "", *_words(ranks), ""] for group, void, ranks in round_]
    checked = check_ballots("a", _saved(_soiled([HEADER, *rows], how), kind), small_form())
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    assert _read(checked) == _expected(round_)


@settings(max_examples=examples(12, 300), deadline=None)
@given(round_=ballots, kind=kinds, how=dirt(), order=st.randoms(use_true_random=False))
def test_one_answer_a_row(round_: list[Ballot], kind: str, how: dict[str, Any], order: Any) -> None:
    valid = [(group, False, ranks) for group, _, ranks in round_]
    rows = [
        [f"P{at}", group, label, answer]
        for at, (group, _, ranks) in enumerate(valid)
        for label, answer in zip(_LABELS, _words(ranks), strict=True)
    ]
    order.shuffle(rows)
    table = _soiled([["票号", "群体", "评议项目", "评价"], *rows], how)
    checked = check_ballots("a", _saved(table, kind), small_form(), Choices(way="paper", cast_on=DAY))
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    assert Counter(_read(checked)) == Counter(_expected(valid))


@settings(max_examples=examples(12, 300), deadline=None)
@given(round_=ballots, kind=kinds, how=dirt())
def test_an_online_form(round_: list[Ballot], kind: str, how: dict[str, Any]) -> None:
    header = [*_WJX, "2、请评议—1.认识深不深", "2.发展思路清不清", "3、总体评价", "4、意见和建议", "总分"]
    rows = [
        [
            str(at),
            "2025/12/10 8:00:00",
            "9秒",
            "微信",
            "",
            "::1",
            group,
            *[word or "-3" for word in _words(ranks)],
            "",
            "9",
        ]
        for at, (group, _, ranks) in enumerate(round_, start=1)
    ]
    checked = check_ballots("a", _saved(_soiled([header, *rows], how), kind), small_form())
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    assert checked.layout == "wjx"
    assert _read(checked) == [(group, False, ranks) for group, _, ranks in round_]
    assert len(set(checked.keys)) == len(round_)


def _counts(round_: Sequence[Ballot]) -> Counter[tuple[str, str, int]]:
    found: Counter[tuple[str, str, int]] = Counter()
    for group, _, ranks in round_:
        found.update((group, name, rank) for name, rank in zip(WORDS, ranks, strict=True))
    return found


@settings(max_examples=examples(12, 300), deadline=None)
@given(round_=ballots, kind=kinds, how=dirt(), by_column=st.booleans())
def test_a_tally(round_: list[Ballot], kind: str, how: dict[str, Any], by_column: bool) -> None:
    counts = _counts(round_)
    groups = list(dict.fromkeys(group for group, _, _ in round_))
    words = ["弃权", "好", "较好", "一般", "差", "不了解"]
    if by_column:
        rows = [
            [group, label, *(str(counts[group, name, rank]) for rank in range(len(words)))]
            for group in groups
            for name, label in zip(WORDS, _LABELS, strict=True)
        ]
        table = [["群体", "评议项目", *words], *rows]
    else:
        table = [
            ["群体", "评议项目", "评价", "票数"],
            *(
                [group, label, word, f"{counts[group, name, rank]}票"]
                for group in groups
                for name, label in zip(WORDS, _LABELS, strict=True)
                for rank, word in enumerate(words)
            ),
        ]
    how = {**how, "below": []}
    checked = check_ballots("a", _saved(_soiled(table, how), kind), small_form(), Choices(way="paper", cast_on=DAY))
    assert checked.problems == ()
    told = {(r["group_label"], r["criterion_id"], r["rank"]): r["answer_count"] for r in checked.tally.to_pylist()}
    assert told == {key: count for key, count in counts.items() if count}
    assert sum(row["ballot_count"] for row in checked.tally_ballots.to_pylist()) == len(round_)


@settings(max_examples=examples(10, 200), deadline=None)
@given(round_=ballots)
def test_ballots_and_their_tally_count_the_same(round_: list[Ballot]) -> None:
    valid = [(group, False, ranks) for group, _, ranks in round_]
    rows = [[group, "纸质", "2025-12-10", "", *_words(ranks), ""] for group, _, ranks in valid]
    totals = count_answers(check_ballots("a", file_of(rows), small_form()).ballots)
    found = {(r.group_label, r.criterion_id, r.rank): r.answer_count for r in totals.itertuples()}
    assert found == {key: count for key, count in _counts(valid).items() if count}


SAID = ["", "无", "多听家长意见", "多听,多看", '说了"算"数', "第一\r\n第二", '"', ","]
_ALTERED = st.one_of(st.sampled_from(list(b'",;|\t\r\n\0 .0-/')), st.integers(0, 255))


@settings(max_examples=examples(40, 500), deadline=None)
@given(
    data=st.data(),
    round_=ballots,
    says=st.lists(st.sampled_from(SAID), min_size=1, max_size=5),
    encoding=st.sampled_from(ENCODINGS),
    altered=_ALTERED,
)
def test_a_damaged_file_is_never_read_as_another(
    data: st.DataObject, round_: list[Ballot], says: list[str], encoding: str, altered: int
) -> None:
    """One byte changed: a cell that says something else can't be told, so one ballot or one suggestion may differ; what
    would change more than that is asked about or refused."""
    rows = [
        [group, "纸质", "2025-12-10", "是" if void else "", *_words(ranks), says[at % len(says)]]
        for at, (group, void, ranks) in enumerate(round_)
    ]
    whole = bytearray(file_of(rows, encoding=encoding))
    before = check_ballots("a", bytes(whole), small_form())
    assert _read(before) == _expected(round_)
    whole[data.draw(st.integers(0, len(whole) - 1))] = altered
    checked = None
    with suppress(BoardError):
        checked = check_ballots("a", bytes(whole), small_form())
    if checked and checked.problem_count == 0:
        assert len(_read(checked)) == len(round_)
        changed = sum(a != b for a, b in zip(_read(checked), _read(before), strict=True))
        told, said = (Counter(_said(each)) for each in (checked, before))
        assert changed <= 1
        assert max((told - said).total(), (said - told).total()) <= 1


def _said(checked: Checked) -> list[str]:
    return [row["content"] for row in checked.suggestions.to_pylist()]


def test_a_day_is_a_day() -> None:
    assert check_ballots(
        "a", xlsx({"表": [HEADER, ["家长", "纸质", date(2025, 12, 10), "", "深", "清", "好", ""]]}), small_form()
    ).ballots["cast_on"].to_pylist() == [date(2025, 12, 10)]
