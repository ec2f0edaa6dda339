"""Taking an import back: nothing of it is left in any figure, and it is told beforehand what would change."""

from pathlib import Path

import duckdb
import pytest

from board import clock
from board.access import Actor
from board.ballots import closing as evaluation_closing
from board.errors import BoardError, Refused
from board.evaluation import results as evaluation
from board.evaluation import suggestions as evaluation_suggestions
from board.evaluation import totals as evaluation_totals
from board.imports import commit as imports
from board.imports import history as imports_history
from board.opinions import actions as opinions
from board.store.migrations import migrate
from board.store.store import Store, open_store
from tests.ballot_files import ACTIVITY, DAY, add_activity, ballot, checked, import_rows, open_round
from tests.import_traces import figures, numbered, tallied, traces

FIRST = [*(ballot("深", "清", "好") for _ in range(6)), ballot("乱", "", "", void="是")]
SECOND = [ballot("", "不了解", "差", group="党员", says="多下课堂听课") for _ in range(6)]


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return open_round(store, clerk)


def undo(store: Store, actor: Actor, import_id: str) -> imports_history.Undone:
    return imports_history.undo(store, actor, ACTIVITY, import_id)


def test_nothing_of_it_is_left(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, FIRST)
    before = figures(store, round_id)
    import_rows(store, clerk, round_id, SECOND)
    undone = undo(store, clerk, "I-002")
    assert (undone.import_id, undone.ballot_count, undone.suggestion_count) == ("I-002", 6, 6)
    assert figures(store, round_id) == before
    assert traces(store, "I-002") == {}


@pytest.mark.walk
def test_an_older_import_goes_and_the_newer_one_stays(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, SECOND)
    alone = figures(store, round_id)
    undo(store, clerk, "I-001")
    import_rows(store, clerk, round_id, FIRST)
    import_rows(store, clerk, round_id, SECOND)
    undo(store, clerk, "I-002")
    assert figures(store, round_id) == alone
    assert (traces(store, "I-001"), traces(store, "I-002")) == ({}, {})


def test_another_round_is_left_alone(store: Store, clerk: Actor, round_id: str) -> None:
    other = open_round(store, clerk, "第二轮")
    import_rows(store, clerk, other, FIRST)
    before = figures(store, round_id, other)
    import_rows(store, clerk, round_id, SECOND)
    undo(store, clerk, "I-002")
    assert figures(store, round_id, other) == before


def test_a_tally_and_the_numbers_of_an_online_form_go_too(store: Store, clerk: Actor, round_id: str) -> None:
    before = figures(store, round_id)
    for file in (tallied([1, 9, 8, 0, 2, 1], void=3), numbered(FIRST, range(7))):
        imports.commit(store, clerk, ACTIVITY, round_id, file, is_other=True)
    assert set(traces(store, "I-001")) == {"tallied_ballots", "tallied_answers"}
    assert set(traces(store, "I-002")) == {"ballots", "import_keys"}
    undo(store, clerk, "I-001")
    undo(store, clerk, "I-002")
    assert figures(store, round_id) == before
    assert (traces(store, "I-001"), traces(store, "I-002")) == ({}, {})


def test_it_refuses_the_wrong_role(store: Store, clerk: Actor, leader: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, FIRST)
    before = figures(store, round_id)
    with pytest.raises(Refused, match="没有权限"):
        undo(store, leader, "I-001")
    assert figures(store, round_id) == before


def test_it_refuses_what_was_never_imported(store: Store, clerk: Actor, round_id: str) -> None:
    for wrong in ("I-001", "", "乱写"):
        with pytest.raises(BoardError, match="没有这次导入"):
            undo(store, clerk, wrong)
        with pytest.raises(BoardError, match="没有这次导入"):
            imports_history.preview_undo(store, ACTIVITY, wrong)


def test_twice_is_refused_and_says_who_did_it(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, FIRST)
    undo(store, clerk, "I-001")
    version = store.version()
    said = imports_history.preview_undo(store, ACTIVITY, "I-001").blocked[0]
    assert f"I-001（评议.csv）已由{clerk.name}于" in said
    with pytest.raises(Refused, match="不用再撤"):
        undo(store, clerk, "I-001")
    assert store.version() == version


def test_a_closed_round_keeps_its_figures(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, FIRST)
    evaluation_closing.close_round(store, clerk, ACTIVITY, round_id, DAY)
    with pytest.raises(Refused, match="请先重新打开这一轮"):
        undo(store, clerk, "I-001")
    evaluation_closing.reopen_round(store, clerk, ACTIVITY, round_id, "补收")
    undo(store, clerk, "I-001")
    assert evaluation.rounds(store, ACTIVITY).iloc[0]["returned_count"] == 0


def test_an_undone_file_can_be_imported_again(store: Store, clerk: Actor, round_id: str) -> None:
    other = open_round(store, clerk, "第二轮")
    import_rows(store, clerk, round_id, FIRST)
    undo(store, clerk, "I-001")
    assert imports.preview(store, ACTIVITY, other, checked(FIRST)).blocked == ()
    assert import_rows(store, clerk, other, FIRST).import_id == "I-002"
    assert list(evaluation.rounds(store, ACTIVITY)["returned_count"]) == [0, 7]


def test_the_history_shows_what_became_of_each(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, FIRST)
    import_rows(store, clerk, round_id, SECOND)
    undo(store, clerk, "I-001")
    listed = imports.history(store, ACTIVITY).set_index("import_id")
    assert listed["status"].to_dict() == {"I-001": "undone", "I-002": "active"}
    assert listed.loc["I-001", "undone_by_name"] == clerk.name
    assert listed.loc["I-001", "undone_by"] == clerk.account_id
    assert listed.loc["I-001", "undone_at"] is not None


def test_the_preview_says_which_figures_change_and_writes_nothing(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, FIRST)
    import_rows(store, clerk, round_id, [*SECOND, ballot("深", "清", "好", day="2025-12-11")])
    before, version = figures(store, round_id), store.version()
    shown = imports_history.preview_undo(store, ACTIVITY, "I-001")
    columns = ["group_label", "returned_before", "returned_gone", "returned_new", "returned_after"]
    assert sorted(shown.forms[columns].itertuples(index=False, name=None)) == [
        ("党员", 6, 0, 0, 6),
        ("家长", 8, 7, 0, 1),
    ]
    assert (shown.ballot_count, shown.suggestion_count, shown.blocked) == (7, 0, ())
    assert [row["import_id"] for row in shown.newer] == ["I-002"]
    assert (shown.back, shown.warnings) == ((), ())
    assert (figures(store, round_id), store.version()) == (before, version)


@pytest.mark.walk
def test_the_preview_holds_to_what_is_then_done(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, FIRST)
    imports.commit(store, clerk, ACTIVITY, round_id, checked(SECOND), "replace")
    import_rows(store, clerk, round_id, [ballot("一般", "一般", "一般", group="教职工")])
    for import_id in ("I-002", "I-003", "I-001"):
        shown = imports_history.preview_undo(store, ACTIVITY, import_id).forms.set_index(["group_label", "way"])
        undo(store, clerk, import_id)
        after = evaluation.forms(store, ACTIVITY, round_id).set_index(["group_label", "way"])["returned_count"]
        assert after.reindex(shown.index, fill_value=0).to_dict() == shown["returned_after"].to_dict()
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty


def test_opinions_made_of_its_suggestions_stay_and_are_named(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, SECOND)
    made = evaluation_suggestions.suggestions_to_opinion(
        store, clerk, ACTIVITY, evaluation.suggestions(store, ACTIVITY, round_id)["suggestion_id"].tolist()
    )
    assert imports_history.preview_undo(store, ACTIVITY, "I-001").opinions == (made,)
    assert undo(store, clerk, "I-001").opinions == (made,)
    assert list(opinions.opinions(store, ACTIVITY, clock.today())["opinion_id"]) == [made]
    assert evaluation.suggestions(store, ACTIVITY, round_id).empty


def test_ballots_left_out_of_a_newer_file_are_told_of(store: Store, clerk: Actor, round_id: str) -> None:
    imports.commit(store, clerk, ACTIVITY, round_id, numbered(FIRST, range(7)))
    later = numbered([*FIRST, *SECOND], range(13))
    assert imports.commit(store, clerk, ACTIVITY, round_id, later).known_count == 7
    warned = imports_history.preview_undo(store, ACTIVITY, "I-001").warnings[0]
    assert "I-002（评议.csv）导入时，略过了 7 张以前导入过的评议表" in warned
    undo(store, clerk, "I-001")
    undo(store, clerk, "I-002")
    assert imports.commit(store, clerk, ACTIVITY, round_id, later).ballot_count == 13


def test_an_import_from_before_there_was_undo_can_be_taken_back(tmp_path: Path, clerk: Actor) -> None:
    """Its rows as the steps before the baseline left them: its answers wait, being too few to be shown."""
    path = tmp_path / "board.duckdb"
    with duckdb.connect(str(path)) as connection:
        migrate(connection)
        connection.execute("""
            INSERT INTO rounds VALUES ('a', 'E1', '第一轮', '分析检查报告', DATE '2025-12-01', NULL, NULL);
            INSERT INTO imports (
                activity_id, import_id, subject, round_id, file_name, sha256, byte_count, encoding, row_count,
                imported_at, actor_id, actor_name
            ) VALUES
                ('a', 'I-001', 'ballots', 'E1', '旧.csv', 'ab', 9, 'utf-8', 1, TIMESTAMP '2025-12-10', 'u', '某人');
            INSERT INTO ballots VALUES
                ('a', 'E1', 1, '家长', 'paper', DATE '2025-12-10', FALSE, 'I-001', 'C1', [1]);
            INSERT INTO ballot_totals VALUES ('a', 'E1', '家长', 'paper', DATE '2025-12-10', FALSE, 1);
            INSERT INTO answer_totals VALUES ('a', 'E1', '家长', 'paper', DATE '2025-12-10', 'C1', 1, 1);
            INSERT INTO answer_lumps VALUES
                ('a', 'E1', 0, NULL, 'I-001', '家长', 'paper', DATE '2025-12-10', '', 0, 1),
                ('a', 'E1', 0, NULL, 'I-001', '家长', 'paper', DATE '2025-12-10', 'C1', 1, 1);
        """)
    store = open_store(path)
    assert evaluation_totals.wrong_totals(store, "a").empty
    assert imports_history.undo(store, clerk, "a", "I-001").ballot_count == 1
    assert traces(store, "I-001") == {}
    assert store.rows("evaluation/kept_ballots", activity_id="a") == []
    assert store.rows("evaluation/kept_answers", activity_id="a") == []
    store.close()
