"""What the plan of the second stage must say, whatever its wording."""

from board.activity.plan.reading import answers, load_plan, shipped_plans

PLAN = load_plan(shipped_plans()["analysis-stage"])


def test_it_has_three_phases_in_forty_days() -> None:
    assert [phase.name for phase in PLAN.phases] == ["专题民主生活会", "分析检查报告", "群众评议"]
    assert PLAN.activity.days == 40
    assert PLAN.phases[-1].end == 40


def test_every_step_says_what_comes_out_of_it() -> None:
    assert 14 <= len(PLAN.tasks) <= 18
    assert all(task.output for task in PLAN.tasks)


def test_every_phase_has_steps() -> None:
    assert {task.phase for task in PLAN.tasks} == {phase.id for phase in PLAN.phases}


def test_the_papers_are_due_a_week_before_the_meeting() -> None:
    tasks = {task.id: task for task in PLAN.tasks}
    meeting = next(task for task in PLAN.tasks if "会议记录" in task.output)
    assert all(tasks[before].due <= meeting.start - 7 for before in meeting.after)


def test_it_asks_eight_criteria_under_four_headings_and_an_overall_grade() -> None:
    asked = [criterion for criterion in PLAN.criteria if not criterion.overall]
    assert len(asked) == 8
    assert len({criterion.heading for criterion in asked}) == 4
    assert len(PLAN.criteria) == 9


def test_the_two_best_of_four_answers_are_good_and_not_knowing_is_counted_apart() -> None:
    for criterion in PLAN.criteria:
        given = answers(PLAN, criterion)
        assert [answer.points for answer in given] == [100, 80, 60, 0, None]
        assert [answer.is_good for answer in given] == [True, True, False, False, False]


def test_no_criterion_has_anothers_words_for_all_its_answers() -> None:
    asked = [criterion for criterion in PLAN.criteria if criterion.heading != "自身建设"]
    assert len({criterion.answers for criterion in asked}) == len(asked)


def test_a_report_has_seven_sections_and_needs_all_of_them() -> None:
    assert len(PLAN.terms["section"].labels) == 7
    assert PLAN.terms["section"].required == PLAN.terms["section"].labels


def test_party_members_staff_and_parents_must_take_part() -> None:
    assert PLAN.terms["group"].required == ("党员", "教职工", "家长")


def test_nobody_stands_in_it_by_name() -> None:
    assert all(person.name is None for person in PLAN.people)
