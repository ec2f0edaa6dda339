"""Required cells of a ledger that are blank in many rows are one question, whose answer fills just these cells."""

from board.access import Actor
from board.importing.choices import Choices
from board.imports import ledger as imports_ledger
from board.opinions import actions as opinions
from tests.example_school import Example
from tests.imports.test_imports_ledger import OPINIONS, TASKS, file_with, looked_at, opinion_row, task_row, word

BLANK = {"渠道": ""}


def several(school: Example, count: int = 4, **given: str) -> bytes:
    return file_with(OPINIONS, *(opinion_row(school, f"第 {at} 条意见", **given) for at in range(count)))


def test_a_channel_that_nobody_wrote_is_one_problem_not_one_a_row(school: Example, clerk: Actor) -> None:
    seen = looked_at(school, clerk, "opinions", several(school, 40, **BLANK))
    assert [each.what for each in seen.problems] == ["有 40 条没有写“渠道”"]
    assert seen.error_count == 1


def test_the_answer_fills_every_blank_cell_and_nothing_else(school: Example, clerk: Actor) -> None:
    channel = word(school, "channel")
    rows = [
        opinion_row(school, "写了的", 渠道="书面"),
        *(opinion_row(school, f"没写的 {at}", **BLANK) for at in "一二"),
    ]
    data = file_with(OPINIONS, *rows)
    seen = looked_at(school, clerk, "opinions", data, Choices(defaults={"channel": channel}))
    assert seen.problems == ()
    assert seen.change_count == 3
    imports_ledger.commit(school.store, clerk, school.activity_id, seen)
    known = opinions.opinions(school.store, school.activity_id, school.today).set_index("content")["channel"]
    assert [known[name] for name in ("写了的", "没写的 一", "没写的 二")] == ["书面", channel, channel]


def test_a_column_that_the_file_lacks_is_asked_about_like_one_left_blank(school: Example, clerk: Actor) -> None:
    places = [at for at, name in enumerate(OPINIONS) if name not in {"渠道", "收到日期"}]
    rows = [[opinion_row(school, f"第 {at} 条")[place] for place in places] for at in range(3)]
    data = file_with([OPINIONS[place] for place in places], *rows)
    seen = looked_at(school, clerk, "opinions", data)
    assert [each.what for each in seen.problems] == ["有 3 条没有写“收到日期”", "有 3 条没有写“渠道”"]
    chosen = {"channel": word(school, "channel"), "received_on": str(school.today)}
    assert looked_at(school, clerk, "opinions", data, Choices(defaults=chosen)).change_count == 3


def test_a_single_blank_cell_is_mended_in_its_place(school: Example, clerk: Actor) -> None:
    data = file_with(OPINIONS, opinion_row(school, "一"), opinion_row(school, "二", **BLANK))
    (problem,) = looked_at(school, clerk, "opinions", data).problems
    assert problem.row == 3
    assert problem.column == "C 渠道"


def test_a_blank_cell_of_a_known_record_changes_nothing(school: Example, clerk: Actor) -> None:
    known = opinions.opinions(school.store, school.activity_id, school.today).iloc[0]
    rows = [opinion_row(school, str(known["content"]), 编号=str(known["opinion_id"]), 渠道="", 来自="", 收到日期="")]
    other = next(each for each in ("书面", "电话") if each != known["channel"])
    seen = looked_at(school, clerk, "opinions", file_with(OPINIONS, *rows), Choices(defaults={"channel": other}))
    assert seen.counts.get("修改", 0) == 0


def test_other_faults_of_the_rows_stay_listed(school: Example, clerk: Actor) -> None:
    data = file_with(OPINIONS, *(opinion_row(school, f"第 {at} 条", 渠道="", 收到日期="昨天") for at in range(3)))
    seen = looked_at(school, clerk, "opinions", data)
    assert sum("哪一天" in each.what for each in seen.problems) == 3
    assert sum("没有写" in each.what for each in seen.problems) == 1


def test_tasks_and_items_are_asked_once_too(school: Example, clerk: Actor) -> None:
    data = file_with(TASKS, *(task_row(school, f"第 {at} 次座谈会", 环节="", 完成期限="") for at in range(3)))
    seen = looked_at(school, clerk, "tasks", data)
    assert [each.what for each in seen.problems] == ["有 3 项没有写“环节”", "有 3 项没有写“完成期限”"]
    header = ["编号", "具体问题", "主观原因", "整改措施", "来源", "方面"]
    items = file_with(header, *(["", f"问题 {at}", "抓得不紧", "每周检查", "", ""] for at in range(3)))
    whats = [each.what for each in looked_at(school, clerk, "rectification", items).problems]
    assert "有 3 项没有写“问题来源”" in whats
    assert sum("来源" in what for what in whats) == 1
