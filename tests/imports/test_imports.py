"""Importing a file of ballots: all of it or nothing, once, and by those who may."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from board.access import Actor
from board.ballots import closing as evaluation_closing
from board.errors import BoardError, Invalid, Refused
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.evaluation import totals as evaluation_totals
from board.importing.ballots import check_ballots
from board.imports import commit as imports
from board.store.store import Store, Transaction
from tests.ballot_files import (
    ACTIVITY,
    DAY,
    HEADER,
    add_activity,
    ballot,
    checked,
    file_of,
    import_rows,
    open_round,
    small_form,
)

ROWS = [
    *(ballot("深", "清", "好") for _ in range(6)),
    ballot("", "不了解", "差", group="党员", says="多下课堂听课"),
    ballot("乱", "", "", void="是"),
]
# Others that answer alike, a day before.
EARLIER = [[*row[:2], "2025-12-09", *row[3:]] for row in ROWS[:2]]


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return open_round(store, clerk)


def state(store: Store) -> list[object]:
    """Everything an import may touch, as it stands."""
    given = {"activity_id": ACTIVITY, "round_id": "E1"}
    return [
        store.rows("imports/by_activity", activity_id=ACTIVITY),
        store.rows("evaluation/ballot_totals", **given),
        store.rows("evaluation/answer_totals", **given),
        store.rows("evaluation/suggestions", **given, as_of=date.max),
        evaluation_totals.wrong_totals(store, ACTIVITY).to_dict(),
    ]


def test_it_imports_and_gives_a_receipt(store: Store, clerk: Actor, round_id: str) -> None:
    receipt = import_rows(store, clerk, round_id, ROWS)
    assert (receipt.import_id, receipt.ballot_count, receipt.void_count) == ("I-001", 8, 1)
    assert receipt.suggestion_count == 1
    one = evaluation.rounds(store, ACTIVITY).iloc[0]
    assert (one["returned_count"], one["void_count"], one["valid_count"]) == (8, 1, 7)
    assert imports.history(store, ACTIVITY).iloc[0]["actor_name"] == clerk.name


def test_a_second_file_adds_to_the_first(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, ROWS)
    assert import_rows(store, clerk, round_id, EARLIER[:1]).import_id == "I-002"
    assert evaluation.rounds(store, ACTIVITY).iloc[0]["returned_count"] == 9
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty


def test_it_refuses_the_wrong_role(store: Store, leader: Actor, round_id: str) -> None:
    before = state(store)
    with pytest.raises(Refused, match="没有权限"):
        imports.commit(store, leader, ACTIVITY, round_id, checked(ROWS))
    assert state(store) == before


def test_it_refuses_a_file_with_bad_cells_and_changes_nothing(store: Store, clerk: Actor, round_id: str) -> None:
    bad = checked([*ROWS, ballot("很深", "清", "好"), ballot("深", "混", "好"), ballot("深", "清", "好", group="老师")])
    before = state(store)
    assert "还有 3 处要改" in imports.preview(store, ACTIVITY, round_id, bad).blocked[0]
    with pytest.raises(Refused, match="还有 3 处要改"):
        imports.commit(store, clerk, ACTIVITY, round_id, bad)
    assert state(store) == before


def test_it_refuses_a_file_without_ballots(store: Store, clerk: Actor, round_id: str) -> None:
    empty = checked([["示例", *ballot("深", "清", "好")]], header=["序号", *HEADER])
    with pytest.raises(Refused, match="还有 1 处要改"):
        imports.commit(store, clerk, ACTIVITY, round_id, empty)


def test_the_same_file_twice_is_recognised(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, ROWS)
    renamed = check_ballots("另一个名字.csv", file_of(ROWS), small_form())
    other = open_round(store, clerk, "第二轮")
    blocked = imports.preview(store, ACTIVITY, other, renamed).blocked[0]
    assert f"已由{clerk.name}于" in blocked
    assert "“第一轮”（I-001）" in blocked
    with pytest.raises(Refused, match="不会重复导入"):
        imports.commit(store, clerk, ACTIVITY, other, renamed)
    assert len(imports.history(store, ACTIVITY)) == 1


def test_nothing_is_kept_where_writing_breaks_off(
    store: Store, clerk: Actor, round_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows(store, clerk, round_id, EARLIER[:1])
    before, version = state(store), store.version()
    whole = Transaction.insert

    def breaks_off(self: Transaction, name: str, rows: pa.Table) -> None:
        whole(self, name, rows)
        if name == "evaluation/insert_ballot_totals":
            raise KeyboardInterrupt

    monkeypatch.setattr(Transaction, "insert", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        import_rows(store, clerk, round_id, ROWS)
    monkeypatch.undo()
    assert state(store) == before
    assert store.version() == version
    assert import_rows(store, clerk, round_id, ROWS).import_id == "I-002"


def test_it_refuses_a_round_that_is_closed_or_not_there(store: Store, clerk: Actor, round_id: str) -> None:
    evaluation_closing.close_round(store, clerk, ACTIVITY, round_id, DAY)
    with pytest.raises(Refused, match="已于 2025-12-10 结束"):
        import_rows(store, clerk, round_id, ROWS)
    with pytest.raises(BoardError, match="没有这一轮评议"):
        import_rows(store, clerk, "E9", ROWS)


def test_the_preview_says_what_will_be_new(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, EARLIER)
    shown = imports.preview(store, ACTIVITY, round_id, checked(ROWS))
    counts = shown.forms.set_index("group_label")[["returned_before", "returned_new", "returned_after"]]
    assert (shown.ballot_count, shown.void_count, shown.suggestion_count) == (8, 1, 1)
    assert (shown.first_on, shown.last_on) == (DAY, DAY)
    assert counts.to_dict("index")["家长"] == {"returned_before": 2, "returned_new": 7, "returned_after": 9}
    assert shown.blocked == ()
    assert shown.warnings == ()


def test_more_returned_than_given_out_is_flagged_and_the_round_stays_open(
    store: Store, clerk: Actor, round_id: str
) -> None:
    given = [{"group_label": group, "way": "paper", "given_out": 5} for group in ("家长", "党员")]
    evaluation_rounds.set_forms(store, clerk, ACTIVITY, round_id, given)
    assert imports.preview(store, ACTIVITY, round_id, checked(ROWS)).warnings == (
        "家长（纸质）将收回 7 张，多于发出的 5 张，请核对。",
    )
    import_rows(store, clerk, round_id, ROWS)
    assert not evaluation.rounds(store, ACTIVITY).iloc[0]["reconciles"]
    with pytest.raises(Invalid, match="家长（纸质）发出 5 张，收回 7 张"):
        evaluation_closing.close_round(store, clerk, ACTIVITY, round_id, DAY)


def test_days_outside_the_round_are_flagged(store: Store, round_id: str) -> None:
    early = checked([ballot("深", "清", "好", day="2025-01-05"), ballot("深", "清", "好", day="2099-01-05")])
    warnings = imports.preview(store, ACTIVITY, round_id, early).warnings
    assert warnings == (
        "本轮 2025-12-01 开始，有的评议表早于这一天（最早的 2025-01-05），请核对日期。",
        "有的评议表日期在今天之后（最晚的 2099-01-05），请核对日期。",
    )


def test_a_suggestion_keeps_nothing_of_its_ballot(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, ROWS)
    assert list(evaluation.suggestions(store, ACTIVITY, round_id).columns) == ["suggestion_id", "content", "given_on"]


def test_nasty_text_comes_back_as_it_was(store: Store, clerk: Actor, round_id: str) -> None:
    says = [
        "'; DROP TABLE ballots; --",
        "=HYPERLINK(1)",
        '他说"好"，\n换行',
        "<script>alert(1)</script>",
        "𠮷野家😀",
        "$round_id",
    ]
    import_rows(store, clerk, round_id, [ballot("深", "清", "好", says=text) for text in says])
    assert sorted(evaluation.suggestions(store, ACTIVITY, round_id)["content"]) == sorted(says)


def test_a_recount_finds_totals_that_the_ballots_do_not_bear_out(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, ROWS)
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty

    def lose_totals(transaction: Transaction) -> None:
        transaction.run("evaluation/delete_ballot_totals", activity_id=ACTIVITY, round_id=round_id)

    store.write(lose_totals)
    assert set(evaluation_totals.wrong_totals(store, ACTIVITY)["side"]) == {"recounted"}


def test_an_import_without_the_overall_grade_counts_none(store: Store, clerk: Actor, round_id: str) -> None:
    header = ["参评人员类别", "参评方式", "填表日期", "认识深不深", "发展思路清不清"]
    rows = [["家长", "纸质", "2025-12-10", "深", "清"]] * 5
    imports.commit(store, clerk, ACTIVITY, round_id, checked(rows, header=header))
    figures = evaluation.criteria_figures(store, ACTIVITY, round_id).set_index("criterion_id")
    assert figures["base"].to_dict() == {"C1": 5, "C2": 5, "C0": 0}


def test_a_changed_file_name_changes_nothing_about_what_was_read() -> None:
    assert replace(checked(ROWS), file_name="b.csv").sha256 == checked(ROWS).sha256
