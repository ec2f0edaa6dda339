"""What pages, rules and tasks say of one fact is the same, in words too: which round is the evaluation, what is
published, what waits."""

import re
from collections import Counter

from streamlit.testing.v1 import AppTest

from board.access import Role
from board.opinions import views as opinions
from board.procedure import verdicts as procedure
from board.tasks import views as tasks
from tests.example_school import Example
from tests.pages.test_numbers_lead import rows_open
from tests.pages.visitor import answer, figure, opened, sentences_on, table

WHY = "早于“群众评议”环节"
EVALUATED = [f"evaluation_{name}" for name in ("groups", "forms", "criteria", "suggestions", "written", "weak")]


def test_a_round_that_the_rules_pass_over_is_named_wherever_its_figures_stand(read_school: Example) -> None:
    found = procedure.verdicts(read_school.store, read_school.activity_id, read_school.today)
    for each in [each for each in found if each.rule.rule_id in EVALUATED]:
        assert each.summary.endswith("还没有收回评议表，此前 2 轮收回的 361 张不算")
        assert "“第二轮征评：报告初稿”收回的 180 张不算：" in each.gaps[0].text
        assert each.gaps[0].text.count(WHY) == 2
    at = opened("evaluation", Role.CLERK)
    assert figure(at, "收回") == "180"
    assert "程序检查不看这一轮：" in sentences_on(at)
    assert WHY in sentences_on(at)
    meaning = figure(opened("overview", Role.CLERK), "群众评议优良率", "meaning")
    assert "程序检查不看这一轮：" in meaning
    assert WHY in meaning


def test_a_task_of_the_evaluation_has_no_record_while_the_rules_know_of_no_round(read_school: Example) -> None:
    rows = tasks.shown(read_school.store, read_school.activity_id, read_school.today).set_index("task_id")
    assert rows.loc[["T13", "T14", "T15"], ["status", "output_word"]].drop_duplicates().to_numpy().tolist() == [
        ["not_started", "还没有"]
    ]
    begun = rows[rows["status"] != "not_started"]
    assert "有记录" in set(begun["output_word"])
    assert "有记录" not in set(rows.drop(begun.index)["output_word"])


def test_what_is_published_is_the_same_for_the_page_the_rules_and_the_task(read_school: Example) -> None:
    found = procedure.verdicts(read_school.store, read_school.activity_id, read_school.today)
    by_id = {each.rule.rule_id: each.summary for each in found}
    missing = ["分析检查报告", "评议结果（N-001 写在群众评议结束以前，不算）"]
    assert [by_id["publication_report"], by_id["publication_result"]] == [
        "分析检查报告还没有公开",
        "评议结果还没有公开（N-001 写在群众评议结束以前，不算）",
    ]
    assert f"还没有公开：{'、'.join(missing)}" in answer(opened("publication", Role.CLERK))
    rows = tasks.shown(read_school.store, read_school.activity_id, read_school.today).set_index("task_id")
    assert rows.loc["T17", "missing_records"] == "报告已公开、评议结果已公开"


def test_a_word_for_how_far_opinions_are_is_as_many_on_the_tab_as_in_the_column(read_school: Example) -> None:
    at = opened("opinions", Role.CLERK)
    counts = {name: int(count) for name, count in (each.split(" ")[:2] for each in views_of(at))}
    rows = opinions.shown(read_school.store, read_school.activity_id, read_school.today, True)
    in_column = Counter(rows["status_word"])
    assert {word: counts[word] for word in in_column} == in_column
    assert counts["已梳理"] == in_column["等反馈"] + in_column["已反馈"]
    assert counts["已答复"] == int((rows["response_word"] != "").sum())
    assert counts["已答复或转整改"] == int(((rows["response_word"] != "") | (rows["item_ids"] != "")).sum())
    nowhere = re.findall(r"(\d+) 条还没有下文", answer(opened("thread", Role.CLERK)))
    assert [counts["没有下文"]] == list(map(int, nowhere))


def views_of(at: AppTest) -> list[str]:
    """The tabs of 征求意见, each with its count."""
    return list(at.segmented_control(key="opinions_view").options)


def test_opinions_that_need_somebody_are_the_rows_they_lead_to(read_school: Example) -> None:
    at = opened("overview", Role.CLERK)
    (row,) = [row for row in table(at, "attention").value.to_dict("records") if "意见" in row["title"]]
    there = opened("opinions", Role.CLERK, opinions_view="等久了")
    assert rows_open(there) == int(re.findall(r"(\d+) 条意见等久了", row["title"])[0])
    assert rows_open(there) == sum(map(int, re.findall(r"(\d+) 条 ", row["why"])))
    assert f"{rows_open(there)} 条意见等久了" in answer(at)
