"""What pages, rules and tasks say of one fact is the same, in words too: which round is the evaluation, what is
published, what waits."""

from board.access import Role
from board.procedure import verdicts as procedure
from board.tasks import views as tasks
from tests.example_school import Example
from tests.pages.visitor import answer, figure, opened, said

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
    assert "程序检查不看这一轮：" in said(at)
    assert WHY in said(at)
    (card,) = [each for each in opened("overview", Role.CLERK).metric if each.label == "群众评议优良率"]
    assert "程序检查不看这一轮：" in card.help
    assert WHY in card.help


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
    missing = ["分析检查报告", "评议结果（N-001 写在群众评议以前，不算）"]
    assert [by_id["publication_report"], by_id["publication_result"]] == [
        "分析检查报告还没有公开",
        "评议结果还没有公开（N-001 写在群众评议以前，不算）",
    ]
    assert f"还没有公开：{'、'.join(missing)}" in answer(opened("publication", Role.CLERK))
    rows = tasks.shown(read_school.store, read_school.activity_id, read_school.today).set_index("task_id")
    assert rows.loc["T17", "missing_records"] == "报告已公开、评议结果已公开"
