"""What the plan of the later stage must say, whatever its wording."""

from board.activity.plan.reading import load_plan, shipped_plans

FIRST, PLAN = (load_plan(shipped_plans()[name]) for name in ("analysis-stage", "mending-stage"))


def test_it_is_the_same_units_next_stage_with_the_same_people() -> None:
    assert (PLAN.activity.unit, PLAN.activity.name) == (FIRST.activity.unit, FIRST.activity.name)
    assert PLAN.activity.stage == "整改落实阶段"
    assert PLAN.people == FIRST.people


def test_only_the_phase_in_which_people_judge_has_rules_of_procedure() -> None:
    assert [phase.purpose for phase in PLAN.phases] == ["", "", "evaluation"]


def test_it_asks_about_the_result_and_not_about_the_report() -> None:
    asked = {criterion.label for criterion in PLAN.criteria}
    assert len(asked) == 9
    assert not asked & {criterion.label for criterion in FIRST.criteria}


def test_items_of_the_first_stage_find_their_words_in_it() -> None:
    for kind in ("aspect", "source", "department"):
        assert set(FIRST.terms[kind].labels) <= set(PLAN.terms[kind].labels)


def test_every_step_says_what_comes_out_of_it_and_every_phase_has_steps() -> None:
    assert all(task.output for task in PLAN.tasks)
    assert {task.phase for task in PLAN.tasks} == {phase.id for phase in PLAN.phases}
