"""Every rule of procedure: not kept once something is wrong in the records, and kept again once that is put right."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from board import clock
from board.meeting import outlines, talks
from board.problems import actions as problems
from board.procedure.judging import Rule, Verdict, judge
from board.procedure.records import Records
from board.procedure.verdicts import RULES
from board.publication import actions as publication
from board.rectification import actions as rectification
from board.report import points
from board.report import reading as report
from board.report import versions as report_versions
from tests.procedure import mends as m
from tests.procedure.mends import Case, School
from tests.procedure.sound_school import BEST, GROUPS, activity_of, day
from tests.stores import Copies

TODAY = clock.today()
PARENTS = m.opinion({"giver": "家长"}, {"giver": "学生"})
DUPLICATE = Case(m.hear(10), m.merge_with_one_that_was_fed_back)
WEAK = (*BEST[:3], "不透", *BEST[4:])

CASES: dict[str, Case] = {
    "order_heard": PARENTS,
    "order_opinions_sorted": DUPLICATE,
    "order_opinions_fed_back": DUPLICATE,
    "order_talks_held": m.talk(lambda row: row["talk_id"] == "K-001"),
    "order_outlines_in": m.outline(lambda row: row["outline_id"] == "G-001"),
    "order_written_ahead": m.edited(
        *(m.edit_record(outlines.OUTLINE), outlines.outlines, "outline_id", lambda row: row["member_id"] == "M02"),
        {"written_on": day(6)},
        {"written_on": day(10)},
    ),
    "opinions_channels": m.opinion({"channel": "意见箱"}, {"channel": "网络"}),
    "opinions_givers": m.opinion({"giver": "普通群众"}, {"giver": "学生"}),
    "opinions_sorted": Case(m.hear(40), m.sort_and_feed_back),
    "opinions_fed_back": Case(m.make_a_sheet_that_nobody_signs, m.have_it_signed),
    "talks_members": m.talk(lambda row: {"M01", "M02"} == {row["member_id"], row["with_id"]}),
    "talks_partners": m.talk(lambda row: (row["member_id"], row["with_id"]) == ("M04", "普通教师")),
    "outlines_members": m.outline(lambda row: row["member_id"] == "M03"),
    "outlines_mirrors": m.outline(lambda row: (row["member_id"], row["mirror"]) == ("M04", "教师的期待")),
    "outlines_duties": m.outline(lambda row: (row["member_id"], row["duty"]) == ("M02", "宣传")),
    "meeting_theme": Case(m.say_the_theme(False), m.say_the_theme(True)),
    "meeting_criticism": m.criticism(lambda row: row["critic_id"] == row["target_id"] == "M02"),
    "meeting_problems": m.criticism(lambda row: row["aspect"] == "能力素质"),
    "meeting_recorded": Case(m.put_on_record(""), m.put_on_record("大家说，我们记")),
    "report_sections": Case(m.write("原因分析", " ", anew=True), m.write("原因分析", "主观上抓得不紧。")),
    "report_traces": Case(m.lose_the_source, m.say_the_source),
    "report_causes": Case(
        m.brought_about("problems", "problem_id", {}, {"subjective_cause": ""}),
        lambda school: school.do(m.edit_record(problems.PROBLEM), "W-001", {"subjective_cause": "重安排、轻检查"}),
    ),
    "report_heard": m.struck_out(
        *(points.remove_hearing, points.add_hearing, report.hearings, "hearing_id"),
        "version_id group_label way held_on heard_count",
        lambda row: row["group_label"] == "党员",
    ),
    "report_points": Case(m.make_a_point, m.answer_it),
    "report_final": Case(
        m.brought_about(
            *("report_versions", "version_id", {"stage": "final"}, {"stage": "consulted", "approved_on": None})
        ),
        lambda school: school.do(report_versions.approve, m.newest_version(school)),
    ),
    "truth_findings": Case(
        m.write("突出问题", "共征求到意见300条。", anew=True), m.write("突出问题", "突出问题：实事求是，说到做到。")
    ),
    "evaluation_groups": Case(m.ballots(groups=GROUPS[:2]), m.ballots()),
    "evaluation_forms": Case(m.give_out(7), m.give_out(8)),
    "evaluation_criteria": Case(m.ballots(answers=(*BEST[:2], "", *BEST[3:])), m.ballots()),
    "evaluation_suggestions": Case(m.ballots(wish=""), m.ballots()),
    "evaluation_written": m.published("result"),
    "evaluation_weak": Case(m.ballots(answers=WEAK), m.lead_to_an_item("C4")),
    "publication_briefing": Case(m.call_off_the_briefing, m.hold_the_briefing),
    "publication_report": m.published("report"),
    "publication_result": m.edited(
        *(
            m.edit_record(publication.PUBLICATION),
            publication.publications,
            "publication_id",
            lambda row: row["what"] == "result",
        ),
        {"published_on": day(35)},
        {"published_on": day(44)},
    ),
    "mending_items": Case(m.part_the_item, m.link_an_item),
    "mending_immediate": Case(m.register("immediate", 38, day(48)), m.on_the_newest_item("start")),
    "mending_explained": Case(
        lambda school: (
            m.register("dated", 40, day(60))(school),
            m.brought_about("rectification", "item_id", {}, {"kind": "deferred", "due_on": None})(school),
        ),
        m.on_the_newest_item(
            "edit",
            **{"explanation": "要等寒假", "explained_to": "家长代表", "explained_on": TODAY, "explained_how": "当面"},
            **{"conditions": "已报修", "review_on": TODAY + timedelta(days=30)},
        ),
    ),
    "mending_overdue": Case(m.register("dated", 39, day(42)), m.say_why_it_is_late),
    "mending_rejected": Case(
        m.brought_about("rectification", "item_id", {}, {"status": "closed", "people_view": "dissatisfied"}),
        m.on_the_newest_item("reopen", reason="群众不满意", people_view="dissatisfied", due_on=day(60)),
    ),
    "leading_items": m.edited(
        *(m.edit_of(rectification.act), rectification.items, "item_id", lambda row: row["problem"].endswith("之4")),
        {"leader_id": "M04"},
        {"leader_id": "M03"},
    ),
    "leading_talks": m.talk(lambda row: "M05" in {row["member_id"], row["with_id"]}),
    "leading_hears": m.edited(
        *(
            m.edit_record(talks.TALK),
            talks.talks,
            "talk_id",
            lambda row: row["member_id"] == "M04" and row["with_kind"] == "partner",
        ),
        {"views_exchanged": True},
        {"views_exchanged": False},
    ),
}


@pytest.fixture(scope="module")
def school(sound_copies: Copies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with sound_copies.opened(tmp_path_factory.mktemp("mends") / "sound.duckdb") as store:
        yield School(store, activity_of(store))


def judged(rule: Rule, school: School) -> Verdict:
    return judge(rule, Records(school.store, school.activity_id, TODAY))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_what_broke_it_can_be_mended_and_then_it_stands(school: School, rule: Rule) -> None:
    case = CASES[rule.rule_id]
    case.breaks(school)
    assert judged(rule, school).verdict == "failed"
    case.mends(school)
    mended = judged(rule, school)
    assert mended.gaps == ()
    assert mended.verdict == "passed"


def test_every_rule_has_something_that_breaks_it_and_something_that_mends_it() -> None:
    assert CASES.keys() == {rule.rule_id for rule in RULES}
