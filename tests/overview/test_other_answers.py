"""What 总览, 程序检查, 群众评议, 分析检查报告, 来龙去脉, 通报与公开, 数据导入 and 系统管理 say at their top."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from board.access import Role
from board.answer import Answer, Part, text_of
from board.evaluation.answer import evaluation_answer
from board.evaluation.differences import NO_CHANCE, NOT_CHANCE, WITHIN_CHANCE
from board.evaluation.weakest import Weakest
from board.imports.answer import imports_answer
from board.operating.answer import admin_answer
from board.overview.answer import overview_answer
from board.procedure.answer import procedure_answer
from board.publication.answer import publication_answer
from board.publication.views import Since
from board.rules.judging import FAILURES
from board.thread.answer import thread_answer
from board.thread.views import Reached
from board.truth.versions import Standing, report_answer

DAY = date(2026, 11, 22)
FIRST, SECOND, THIRD = FAILURES[:3]
NEEDS = ["kind", "subject", "record_id", "title", "who", "days"]


def both(answer: Answer) -> str:
    return "\n".join(filter(None, (text_of(answer.words), text_of(answer.more))))


def opened(answer: Answer) -> list[str]:
    return [each.text for each in (*answer.words, *answer.more) if isinstance(each, Part) and each.opens]


def needing(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=NEEDS)


def test_the_overview_says_how_much_needs_somebody_and_what_is_late_for_longest() -> None:
    made = overview_answer(
        needing(
            ("waiting", "opinions", "等反馈", "2 条意见梳理后还没有反馈", "工作人员", 13),
            ("late", "tasks", "T08", "整理会上查出的问题", "党支部副书记", 7),
            ("late", "rectification", "R-007", "车费没有报下来", "报账员", 6),
            ("review", "rectification", "R-012", "微机室设备老旧", "教科室主任", 1),
        )
    )
    assert both(made) == (
        "要过问的：整改逾期 1 项，工作任务逾期 1 项，1 项整改到了复查日，2 条意见梳理后还没有反馈；"
        "逾期最久的是 T08 整理会上查出的问题（党支部副书记），7 天"
    )
    assert opened(made) == ["1 项", "1 项", "2 条", "T08"]


def test_a_single_late_thing_is_named_whatever_its_length_and_without_an_owner() -> None:
    text = both(overview_answer(needing(("late", "rectification", "R-001", "很长" * 40, "", 1))))
    assert text == f"要过问的：整改逾期 1 项；逾期的是 R-001 {'很长' * 11}很…，1 天"


def test_where_nothing_needs_anybody_the_overview_says_so() -> None:
    assert both(overview_answer(needing())) == "眼下没有要过问的事：没有逾期的，也没有到期没人管的"


def rules(*given: tuple[str, str]) -> pd.DataFrame:
    rows = [(f"r{place}", failure, verdict) for place, (failure, verdict) in enumerate(given)]
    return pd.DataFrame(rows, columns=["rule_id", "failure", "verdict"])


def test_procedure_says_how_many_rules_failed_and_of_which_failure_most() -> None:
    now = rules((FIRST, "failed"), (FIRST, "failed"), (SECOND, "failed"), (THIRD, "passed"), (THIRD, "not_yet"))
    text = both(procedure_answer(now, rules((FIRST, "failed")), DAY))
    assert text == f"3 条程序未通过，最多的是{FIRST}（2 条）；1 条通过，1 条未到时间\n未通过的比 11-22 多 2 条"
    two = rules((FIRST, "failed"), (SECOND, "failed"))
    assert both(procedure_answer(two, None, None)) == f"2 条程序未通过，最多的是{FIRST}（1 条）、{SECOND}（1 条）"
    assert both(procedure_answer(rules((FIRST, "failed")), None, None)) == f"1 条程序未通过，都关系到{FIRST}"


def test_procedure_says_so_where_nothing_failed_and_where_all_passed() -> None:
    some = rules((FIRST, "passed"), (SECOND, "not_yet"))
    assert both(procedure_answer(some, None, None)) == "没有未通过的程序；1 条通过，1 条未到时间"
    assert both(procedure_answer(rules((FIRST, "passed")), None, None)) == "1 条程序都通过"


ROUND = {"name": "第二轮", "valid_count": 176, "given_out": 228, "evaluated": "报告"}
BEFORE = {"name": "第一轮", "evaluated": "报告"}
WEAK = Weakest("C4", "原因分析透不透", 107, 167, 107 / 167, 0.6, 0.7, ())
FIGURES = pd.DataFrame(
    [("认识深不深", 147, 160, False), ("原因分析透不透", 107, 167, False), ("总体评价", 146, 165, True)],
    columns=["criterion_label", "good_count", "base", "is_overall"],
).assign(good_rate=lambda rows: rows["good_count"] / rows["base"])
HEAD = "176 张有效票，总体评价优良率 88.5%(146/165)，各项目 64.1%～91.9%"


def compared(*found: tuple[str, float], overall: str = WITHIN_CHANCE, parts: int = 1) -> pd.DataFrame:
    rows = [(verdict, difference, False) for verdict, difference in found]
    frame = pd.DataFrame([*rows, (overall, 0.14, True)], columns=["verdict", "difference", "is_overall"])
    texts = [f"{100 * difference:+.1f} 个百分点" for difference in frame["difference"]]
    return frame.assign(criterion_label="总体评价", difference_text=texts, part_count=parts)


def test_evaluation_says_what_people_think_where_it_is_weak_and_whether_it_got_better() -> None:
    tests = compared((NOT_CHANCE, 0.2), (NOT_CHANCE, 0.1), (WITHIN_CHANCE, 0.01), overall=NOT_CHANCE, parts=3)
    assert both(evaluation_answer(ROUND, FIGURES, WEAK, BEFORE, tests)) == (
        f"{HEAD}；最弱的是“原因分析透不透”\n"
        "与“第一轮”相比（按本轮的人员构成折算），总体评价高 14.0 个百分点，差异不是偶然的；"
        "各项目中 2 项高，不是偶然的差异"
    )


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (((NOT_CHANCE, -0.2), (NOT_CHANCE, 0.1)), "各项目中 1 项高、1 项低，不是偶然的差异"),
        (((WITHIN_CHANCE, -0.2),), "各项目的差异都在抽样误差之内"),
        (((NO_CHANCE, -0.2), (NO_CHANCE, 0.1)), "各项目中 1 项高、1 项低，都收回了，没有抽样误差"),
    ],
)
def test_evaluation_calls_of_a_change_only_what_was_tested(found: Any, verdict: str) -> None:
    made = evaluation_answer(ROUND, FIGURES, None, BEFORE, compared(*found))
    assert both(made) == (
        f"{HEAD}，各项目说不上哪一项最弱\n与“第一轮”相比，总体评价高 14.0 个百分点，差异在抽样误差之内；{verdict}"
    )


def test_evaluation_says_of_a_round_on_something_else_that_it_shows_no_progress() -> None:
    made = evaluation_answer(ROUND, FIGURES, WEAK, {**BEFORE, "evaluated": "调研"}, compared((NOT_CHANCE, 0.2)))
    assert "上一轮评的是另一样（调研），高低不说明改没改好；与“第一轮”相比" in both(made)


def test_evaluation_names_the_weakest_alone_only_where_it_can_be_told_from_the_others() -> None:
    made = evaluation_answer(ROUND, FIGURES, replace(WEAK, rivals=("准不准",)), None, None)
    assert both(made) == f"{HEAD}；最弱的几项是“原因分析透不透”“准不准”"
    made = evaluation_answer(ROUND, FIGURES, replace(WEAK, rivals=("准不准", "清不清", "强不强")), None, None)
    assert "“原因分析透不透”“准不准”“清不清”等 4 项" in both(made)


NOTHING_SHOWN = FIGURES.assign(good_rate=float("nan"))


def test_evaluation_without_results_says_what_it_waits_for() -> None:
    empty = {"name": "第一轮", "valid_count": 0, "given_out": 30}
    assert both(evaluation_answer(empty, NOTHING_SHOWN, None, None, None)) == "“第一轮”：发出 30 张，还没有收回的评议表"
    few = {**empty, "valid_count": 3}
    assert both(evaluation_answer(few, NOTHING_SHOWN, None, None, None)) == "3 张有效票，还没有计入结果"


def test_the_report_says_whether_it_holds_and_what_is_left() -> None:
    left = Standing(6, 6, 4, 8, ("主要思路",), 7, 7, 8)
    text = both(report_answer("B2 征求意见稿", left))
    assert text == "B2 征求意见稿 还站不住：6 处要核对，4 条意见没有答复，主要思路还没有写，1 个问题没有写主观原因"
    text = both(report_answer("B3 定稿", Standing(0, 6, 0, 8, (), 7, 8, 8)))
    assert text == "B3 定稿 站得住：核对没有问题，听到的意见都有答复"
    assert both(report_answer("B1 初稿", Standing(0, 0, 0, 0, (), 7, 0, 0))).endswith("没有写到任何记录在案的问题")


def test_threads_say_how_far_opinions_came_and_what_leads_nowhere() -> None:
    made = thread_answer(Reached(62, 47, 5, 10, 3), {"onward": 11, "behind": 20})
    assert both(made) == (
        "听到的 62 条意见，47 条引到了问题或整改，5 条只有答复，10 条还没有下文（其中 3 条还没有梳理）\n"
        "连同问题和评议项目，没有下文的一共 11 个；没有来由的 20 个"
    )
    assert opened(made) == ["10 条还没有下文", "11 个", "20 个"]


def test_threads_say_so_where_all_leads_somewhere_and_before_anything_was_heard() -> None:
    all_led = thread_answer(Reached(2, 1, 1, 0, 0), {"onward": 0, "behind": 0})
    assert both(all_led) == "听到的 2 条意见，1 条引到了问题或整改，1 条只有答复，条条都有下文"
    nothing = thread_answer(Reached(0, 0, 0, 0, 0), {"onward": 2, "behind": 0})
    assert both(nothing) == "还没有登记意见，2 个问题或评议项目没有下文"


SINCE = Since("E2", DAY)


def published(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["publication_id", "what", "title", "published_on"])
    frame["published_on"] = pd.to_datetime(frame["published_on"])
    publications = frame.assign(is_published=frame["published_on"].notna(), place="公开栏", audience="全体教职工")
    return publications.assign(written_on=pd.Timestamp(DAY), paper_round_id=None)


def test_publication_says_what_was_told_whom_last_and_what_is_still_to_be_told() -> None:
    rows = published(("N-001", "result", "第一轮结果", "2026-11-18"), ("N-002", "briefing", "情况通报", None))
    words = "已公开 1 件：N-001 “第一轮结果”，11-18 在公开栏向全体教职工公开；写好了等着公开的 1 件\n"
    assert both(publication_answer(rows, SINCE, None, None)) == words + "还没有公开：分析检查报告"
    other = rows.assign(paper_round_id="E1")
    remark = "评议结果（N-001 讲的是别的一轮，不算）"
    assert both(publication_answer(other, SINCE, None, None)) == f"{words}还没有公开：分析检查报告、{remark}"
    earlier = "评议结果（N-001 写在群众评议结束以前，不算）"
    assert both(publication_answer(rows, None, None, None)) == f"{words}还没有公开：分析检查报告、{earlier}"
    done = published(("N-001", "result", "结果", "2026-11-18"), ("N-002", "report", "报告", "2026-11-20"))
    assert both(publication_answer(done, SINCE, rows, DAY)) == (
        "已公开 2 件，最近的是 N-002 “报告”，11-20 在公开栏向全体教职工公开\n"
        "分析检查报告和评议结果都已公开；公开的比 11-22 多 1 件"
    )
    none = published(("N-001", "report", "报告", None))
    assert both(publication_answer(none, SINCE, None, None)).startswith("还没有公开过；写好了等着公开的 1 件")


def brought(*status: str, subject: str = "ballots", known: int = 0) -> pd.DataFrame:
    row = {"subject": subject, "row_count": 1110, "known_count": known, "file_name": "a.csv"}
    made = {"imported_at": datetime.fromisoformat("2026-11-28T08:30"), **row}
    return pd.DataFrame([{"import_id": f"I-{place}", "status": each, **made} for place, each in enumerate(status)])


def test_imports_say_whether_all_is_counted_and_what_came_last() -> None:
    assert both(imports_answer(brought("active", "active"))) == (
        "导入过 2 次，都已计入；最近一次 I-0（11-28 08:30，a.csv）评议表 1,110 张"
    )
    assert both(imports_answer(brought("undone", "active", subject="opinions"))) == (
        "导入过 2 次：1 次已计入，1 次已撤销；最近一次 I-0（11-28 08:30，a.csv）1,110 条，已撤销"
    )
    assert both(imports_answer(brought("active", known=5))).endswith("评议表 1,110 张，略过 5 张以前导入过的")
    assert both(imports_answer(brought())) == "还没有导入过文件"


def accounts(*roles: tuple[Role, ...], is_active: bool = True) -> pd.DataFrame:
    return pd.DataFrame({"roles": list(roles), "is_active": [is_active] * len(roles)})


def test_admin_says_who_may_come_in_and_how_old_the_newest_copy_is() -> None:
    known = accounts((Role.ADMIN,), (Role.CLERK, Role.OWNER))

    def admin_text(made: datetime | None) -> str:
        return both(admin_answer(known, made, DAY, is_failing=False))

    made = datetime.fromisoformat("2026-11-22T08:00")
    assert admin_text(made) == "在用的账号 2 个，其中管理员 1 个；最近一份备份是今天 08:00 做的"
    assert admin_text(datetime.fromisoformat("2026-11-21T08:00")).endswith("最近一份备份是昨天 08:00 做的")
    assert admin_text(datetime.fromisoformat("2026-11-13T08:00")).endswith("最近一份备份是 9 天前 08:00 做的")
    assert admin_text(None).endswith("；还没有备份")
    assert both(admin_answer(known, None, DAY, is_failing=True)).endswith("；最近一次备份没有做成，原因见“备份”")
    assert both(admin_answer(accounts(), None, DAY, is_failing=False)) == "还没有账号；还没有备份"
