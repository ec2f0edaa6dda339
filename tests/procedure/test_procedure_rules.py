"""Every rule of procedure: kept by a school that leaves nothing out, broken by one thing that is missing or wrong."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, cast

import pandas as pd
import pytest

from board import clock
from board.meeting.talks_figures import with_talks
from board.rules.judging import FAILURES, FAMILIES, Rule, judge
from board.rules.records import Records
from board.rules.verdicts import RULES
from board.truth.versions import open_findings
from board.words import READINESS
from tests.procedure.sound_school import FINAL_DAY, MEETING_DAY, ROUND_DAY, activity_of, day
from tests.stores import Copies

PAIR = ["member_id", "member_name", "with_kind", "with_id", "with_name"]
BY_ID = {rule.rule_id: rule for rule in RULES}
Break = Callable[[Records], Records]


class Changed:
    """Records in which some frames are others."""

    def __init__(self, known: Any, **frames: Any) -> None:
        self._known, self._frames = known, frames

    def __getattr__(self, name: str) -> Any:
        return self._frames[name] if name in self._frames else getattr(self._known, name)


def replace(known: Records, **frames: Any) -> Records:
    """The same records with other frames."""
    return cast("Records", Changed(known, **frames))


@pytest.fixture(scope="module")
def sound(sound_copies: Copies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    with sound_copies.opened(tmp_path_factory.mktemp("rules") / "sound.duckdb") as store:
        yield Records(store, activity_of(store), clock.today(), open_findings)


def changed(name: str, where: Callable[[pd.DataFrame], Any] | None = None, **columns: Any) -> Break:
    """The first row of a frame (or those where it is so) with other values in some columns."""

    def apply(known: Records) -> Records:
        frame = getattr(known, name).copy()
        rows = frame.index[:1] if where is None else frame.index[where(frame)]
        assert len(rows)
        for column, value in columns.items():
            values = frame[column].astype(object)
            values.loc[rows] = value
            frame[column] = pd.to_datetime(values) if column.endswith("_on") else values.infer_objects()
        return replace(known, **{name: frame})

    return apply


def without(
    name: str, where: Callable[[pd.DataFrame], Any] = lambda frame: pd.Series(True, index=frame.index)
) -> Break:
    """A frame without the rows where it is so; all of them if nothing is said."""

    def apply(known: Records) -> Records:
        frame = getattr(known, name)
        assert where(frame).any()
        return replace(known, **{name: frame[~where(frame)]})

    return apply


def copied(name: str, column: str) -> Break:
    """Two rows of a frame have the same text."""

    def apply(known: Records) -> Records:
        frame = getattr(known, name).copy()
        frame.iloc[-1, frame.columns.get_loc(column)] = frame.iloc[-2][column]
        return replace(known, **{name: frame})

    return apply


def unexchanged(with_kind: str) -> Break:
    """Talks of a kind were held without an exchange of views."""

    def apply(known: Records) -> Records:
        pairs, talks = known.pairs, known.talks.copy()
        talks.loc[talks["with_kind"] == with_kind, "views_exchanged"] = False
        return replace(known, pairs=with_talks(pairs[PAIR], talks))

    return apply


def is_of_final(frame: pd.DataFrame) -> Any:
    return (frame["version_id"] == "B3") & (frame["section"] == "原因分析")


# An item that waits, explained and looked at again as it should be; one that is overdue and of which nothing was said.
WAITS: dict[str, Any] = {
    **{"kind": "deferred", "is_deferred": True, "explanation": "要等寒假停水", "explained_to": "家长代表"},
    **{"conditions": "已向总务处报修", "explained_on": day(MEETING_DAY + 1), "review_on": clock.today()},
}
LATE: dict[str, Any] = {"is_late": True, "due_on": clock.today() - timedelta(days=2), "days_late": 2.0}


def is_result(frame: pd.DataFrame) -> Any:
    return frame["what"] == "result"


def is_briefing(frame: pd.DataFrame) -> Any:
    return frame["kind"] == "通报会"


def is_weak(frame: pd.DataFrame) -> Any:
    return frame["criterion_id"] == "C4"


def unready(requirement: str) -> Break:
    """Something that the plan wants before the meeting is missing."""
    return changed("readiness", lambda frame: frame["requirement"] == requirement, missing="这一样", is_done=False)


def is_own(frame: pd.DataFrame) -> Any:
    return frame["is_self"] & (frame["critic_id"] == "M02")


def solvable_but_put_off(known: Records) -> Records:
    """The problem can be solved now, and its item takes two months."""
    return changed("problems", solve_now=True)(changed("items", due_on=day(MEETING_DAY + 60), is_done=False)(known))


UNREADY = {f"order_{requirement}": unready(requirement) for requirement in READINESS}
BREAKS: dict[str, Break] = UNREADY | {
    "opinions_channels": without("opinions", lambda frame: frame["channel"] == "意见箱"),
    "opinions_givers": without("opinions", lambda frame: frame["giver"] == "家长"),
    "opinions_sorted": changed("opinions", is_sorted=False, is_fed_back=False),
    "opinions_fed_back": changed("sheets", handed_on=None),
    "talks_members": changed("pairs", lambda frame: frame["with_kind"] == "member", is_done=False),
    "talks_partners": changed("pairs", lambda frame: frame["with_kind"] == "partner", is_done=False),
    "outlines_members": without("outlines", lambda frame: frame["member_id"] == "M03"),
    "outlines_studies": changed("studies", is_used=False),
    "outlines_duties": without("outlines", lambda frame: frame["duty"] == "食堂"),
    "talks_partners: one teacher": changed("pairs", lambda frame: frame["with_id"] == "普通教师", talk_count=1),
    "talks_partners: no views exchanged": unexchanged("partner"),
    "talks_members: no views exchanged": unexchanged("member"),
    "outlines_mirrors": without(
        "outlines", lambda frame: (frame["member_id"] == "M02") & (frame["mirror"] == "教师的期待")
    ),
    "outlines_mirrors: two characters": changed("outlines", content="不够"),
    "outlines_mirrors: copied from a colleague": copied("outlines", "content"),
    "meeting_theme": changed("life_meetings", theme_stated=False),
    "meeting_theme: about something else": changed("life_meetings", topic="研究食堂饭菜", minutes="定下了加一个热菜"),
    "meeting_criticism": without("criticisms", is_own),
    "meeting_criticism: one word": changed("criticisms", is_own, content="没有"),
    "meeting_criticism: at another meeting": changed("criticisms", is_own, meeting_id="Y9"),
    "meeting_problems": without("problems"),
    "meeting_aspects": without(
        "criticisms", lambda frame: (frame["critic_id"] == "M02") & (frame["aspect"] == "思想观念")
    ),
    "meeting_causes": changed("criticisms", suggestion=""),
    "meeting_concerns": changed("problems", concern=""),
    "meeting_recorded": changed("held_meetings", lambda frame: frame["kind"] == "座谈会", minutes=""),
    "meeting_problems: not of the meeting": changed("problems", meeting_id=None),
    "report_sections": changed("sections", lambda frame: frame["section"] == "原因分析", content=" "),
    "report_sections: one character": changed("sections", is_of_final, content="略"),
    "report_sections: one character over and over": changed("sections", is_of_final, content="略" * 300),
    "report_sections: one text for two": copied("sections", "content"),
    "report_traces": changed("problems", source_count=0),
    "report_causes": changed("problems", subjective_cause=""),
    "report_causes: one character": changed("problems", subjective_cause="懒"),
    "report_causes: the problem again": changed("problems", subjective_cause="深入课堂不够"),
    "report_heard": without("hearings", lambda frame: frame["group_label"] == "党员"),
    "report_heard: not the public": without("hearings", lambda frame: frame["group_label"] == "普通群众"),
    "report_points": changed("points", handling="open"),
    "report_points: nothing heard": without("points"),
    "report_points: refused without a reason": changed("points", handling="declined", reason="不"),
    "report_final": changed("versions", lambda frame: frame["stage"] == "final", stage="consulted"),
    "evaluation_groups": changed("forms", lambda frame: frame["group_label"] == "家长", valid_count=0),
    "evaluation_groups: of the canteen": changed("rounds", why_not="评的是“食堂伙食”"),
    "evaluation_forms": changed("forms", is_over=True),
    "evaluation_criteria": changed("criteria", base=0),
    "evaluation_criteria: too few answers to tell": changed("criteria", base=pd.NA),
    "evaluation_suggestions": lambda known: replace(known, suggestion_count=0),
    "evaluation_written": without("publications", lambda frame: frame["what"] == "result"),
    "evaluation_written: before the round ended": changed("publications", is_result, written_on=day(31)),
    "evaluation_written: the round goes on": changed("rounds", closed_on=None),
    "evaluation_weak: an item from before": lambda known: changed("items", criterion_id="C4")(
        changed("criteria", is_weak, good_rate=0.5, good_count=10, base=20)(known)
    ),
    "evaluation_weak": changed("criteria", is_weak, good_rate=0.5, good_count=10, base=20),
    "order_phases": changed("versions", made_on=day(MEETING_DAY - 1)),
    "order_phases: no meeting": without("life_meetings"),
    "publication_briefing": without("held_meetings", is_briefing),
    "publication_briefing: before the evaluation ended": changed("held_meetings", is_briefing, held_on=day(31)),
    "publication_briefing: about something else": changed("held_meetings", is_briefing, minutes="布置了寒假值班"),
    "publication_report: of a draft": changed(
        "publications", lambda frame: frame["what"] == "report", published_on=day(FINAL_DAY - 1)
    ),
    "publication_report": without("publications", lambda frame: frame["what"] == "report"),
    "publication_result": changed(
        "publications", lambda frame: frame["what"] == "result", published_on=clock.today() - timedelta(days=1)
    ),
    "mending_items": changed("problems", item_ids=""),
    "mending_immediate": changed("items", kind="immediate", status="not_started"),
    "mending_items: closed before it was found": changed("items", closed_on=day(MEETING_DAY - 1)),
    "mending_immediate: only started": changed("items", kind="immediate", status="in_progress"),
    "mending_immediate: put off for two months": changed(
        "items", kind="immediate", status="in_progress", due_on=day(MEETING_DAY + 60)
    ),
    "mending_immediate: an item of two months for what can be solved now": solvable_but_put_off,
    "mending_explained": changed("items", is_deferred=True, explanation=""),
    "mending_explained: one character": changed("items", **(WAITS | {"explanation": "等"})),
    "mending_explained: before it was found": changed("items", **(WAITS | {"explained_on": day(MEETING_DAY - 1)})),
    "mending_explained: never looked at again": changed("items", **(WAITS | {"review_on": day(MEETING_DAY + 5)})),
    "mending_overdue": changed("items", **LATE),
    "mending_overdue: sent back since": changed("items", **LATE, progress="已换好热水器"),
    "mending_rejected": changed("items", is_closed=True, people_view="dissatisfied"),
    "mending_reopened": changed("items", is_closed=True, is_rejected=True),
    "leading_accepts": without("attendance", lambda frame: frame["person_id"] == "M01"),
    "leading_items": without("items", lambda frame: frame["leader_id"] == "M01"),
    "leading_talks": without("talks", lambda frame: (frame["member_id"] == "M05") | (frame["with_id"] == "M05")),
    "leading_hears": changed(
        "talks", lambda frame: (frame["member_id"] == "M04") & (frame["with_kind"] == "partner"), views_exchanged=False
    ),
    "truth_findings": lambda known: replace(
        known, untruths=pd.DataFrame([{"version_id": "B3", "message": "意见 300 条，记录里 3 条"}])
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_a_school_that_leaves_nothing_out_keeps_it(sound: Records, rule: Rule) -> None:
    verdict = judge(rule, sound)
    assert (verdict.verdict, verdict.gaps) == ("ensured" if rule.ensured_by else "passed", ())
    assert verdict.summary


@pytest.mark.parametrize("case", list(BREAKS))
def test_one_thing_missing_breaks_it_and_is_named(sound: Records, case: str) -> None:
    verdict = judge(BY_ID[case.partition(":")[0]], BREAKS[case](sound))
    assert verdict.verdict == "failed"
    assert verdict.gaps
    assert all(each.text for each in verdict.gaps)


def test_every_rule_has_something_that_breaks_it() -> None:
    assert {case.partition(":")[0] for case in BREAKS} == BY_ID.keys()


def test_rules_guard_against_every_failure_and_stand_in_every_family() -> None:
    assert {rule.failure for rule in RULES} == set(FAILURES)
    assert {rule.family for rule in RULES} == set(FAMILIES)


@pytest.mark.parametrize(
    ("rule_id", "last"),
    [
        ("opinions_givers", MEETING_DAY),
        ("talks_members", MEETING_DAY),
        ("meeting_theme", MEETING_DAY),
        ("report_final", 28),
        ("evaluation_groups", 40),
    ],
)
def test_what_is_missing_is_no_failure_before_its_time(sound: Records, rule_id: str, last: int) -> None:
    broken = BREAKS[rule_id](sound)
    if rule_id == "meeting_theme":
        broken = replace(broken, life_meetings=broken.life_meetings.assign(is_held=False))
    in_time, late = (judge(BY_ID[rule_id], replace(broken, as_of=day(last + more))) for more in (0, 1))
    assert (in_time.verdict, in_time.since, in_time.wanted_on) == ("not_yet", None, day(last))
    assert (late.verdict, late.since) == ("failed", day(last + 1))


def test_an_opinion_may_wait_three_days_to_be_sorted(sound: Records) -> None:
    waits = changed("opinions", is_sorted=False, received_on=day(20))(sound)
    verdicts = [judge(BY_ID["opinions_sorted"], replace(waits, as_of=day(20 + days))).verdict for days in (3, 4)]
    assert verdicts == ["not_yet", "failed"]


def test_what_is_kept_says_since_when(sound: Records) -> None:
    since = {rule_id: judge(BY_ID[rule_id], sound).since for rule_id in ("opinions_sorted", "report_final")}
    assert since["opinions_sorted"] == day(4)
    assert since["report_final"] == day(FINAL_DAY - 1)


def test_a_report_published_late_is_told_with_its_days(sound: Records) -> None:
    late = changed("publications", lambda frame: frame["what"] == "report", published_on=day(FINAL_DAY + 12))(sound)
    verdict = judge(BY_ID["publication_report"], late)
    assert verdict.verdict == "failed"
    assert verdict.gaps[0].record_id == "N-001"


def test_a_weak_criterion_that_led_to_an_item_is_no_gap(sound: Records) -> None:
    weak = changed("criteria", is_weak, good_rate=0.5, good_count=10, base=20)(sound)
    led = changed("items", criterion_id="C4", found_on=day(ROUND_DAY))(weak)
    verdict = judge(BY_ID["evaluation_weak"], led)
    assert (verdict.verdict, verdict.gaps) == ("passed", ())
    assert "50.0%" in verdict.grounds[0].text


@pytest.mark.parametrize(("number", "verdict"), [(ROUND_DAY, "passed"), (ROUND_DAY - 1, "failed")])
def test_a_weak_criterion_for_which_the_report_was_changed_since_is_no_gap(
    sound: Records, number: int, verdict: str
) -> None:
    weak = changed("criteria", is_weak, good_rate=0.5, good_count=10, base=20)(sound)
    row = {"criterion_id": "C4", "version_id": "B4", "section": "原因分析", "made_on": day(number)}
    judged = judge(BY_ID["evaluation_weak"], replace(weak, changes=pd.DataFrame([row])))
    assert judged.verdict == verdict
    assert ("报告改了“原因分析”（B4）" in judged.grounds[0].text) == (verdict == "passed")


def test_an_overdue_item_with_a_word_since_is_no_gap(sound: Records) -> None:
    due_on, told_on = clock.today() - timedelta(days=5), clock.today() - timedelta(days=1)
    told: dict[str, Any] = {
        "is_late": True,
        "due_on": due_on,
        "days_late": 5.0,
        "progress": "供货晚了",
    }
    late = changed("items", **told)(sound)
    rows = late.items[["item_id"]].head(1).assign(reported_on=pd.Timestamp(told_on))
    verdict = judge(BY_ID["mending_overdue"], replace(late, reported=rows))
    assert verdict.verdict == "passed"
    assert "供货晚了" in verdict.grounds[0].text


def test_a_day_without_records_breaks_nothing_that_is_not_due(sound: Records) -> None:
    named = [name for name, each in vars(Records).items() if isinstance(each, property) and not name.startswith("_")]
    kept = {"phases", "people", "terms", "theme", "readiness", "suggestion_count"}
    empty = {name: getattr(sound, name).head(0) for name in named if name not in kept}
    blank = replace(sound, **empty, as_of=date(2000, 1, 1), suggestion_count=0)
    failed = [rule.rule_id for rule in RULES if judge(rule, blank).verdict == "failed"]
    assert failed == []


@pytest.mark.parametrize(
    ("topic", "verdict"),
    [
        ("专题民主生活会：优化管理，建设和谐校园", "passed"),
        ("围绕“建设和谐新嘉小”开好民主生活会", "passed"),
        ("加强管理，研究食堂水平", "failed"),
        ("2026 年度专题民主生活会", "failed"),
    ],
)
def test_a_theme_is_known_by_half_of_a_clause_and_not_by_a_word_of_it(sound: Records, topic: str, verdict: str) -> None:
    told = changed("life_meetings", topic=topic, minutes="按议程进行")(sound)
    assert judge(BY_ID["meeting_theme"], told).verdict == verdict


def test_a_report_written_before_the_meeting_says_so_from_its_own_day(sound: Records) -> None:
    early = changed("versions", made_on=day(MEETING_DAY - 3))(sound)
    verdict = judge(BY_ID["order_phases"], early)
    assert (verdict.verdict, verdict.since) == ("failed", day(MEETING_DAY - 2))
    assert [each.text for each in verdict.gaps] == [
        f"起草分析检查报告（{day(MEETING_DAY - 3):%m-%d}）在开专题民主生活会以前"
    ]
