"""A broken plan file is refused with its name, the line and the key; nothing of it is taken."""

from pathlib import Path

import pytest

from board.activity.plan.reading import load_plan
from board.errors import BoardError
from tests.activity.plan_texts import SOUND, line_of, written


def refusal(folder: Path, text: str) -> BoardError:
    with pytest.raises(BoardError) as caught:
        load_plan(written(folder, text))
    return caught.value


@pytest.mark.parametrize(
    ("found", "put", "key", "says"),
    [
        ('theme = "主题"', 'theme = "主题"\ncolour = "红"', "activity.colour", "不认识这个键"),
        ("[scale]", "[scales]", "scales", "不认识这个键"),
        ("start = 0\nend = 9", 'start = 0\nend = 9\npurpose = "party"', "phases[1].purpose", "没有“party”"),
        ("days = 20", 'days = "20"', "activity.days", "一个整数"),
        ("days = 20", "days = true", "activity.days", "一个整数"),
        ('name = "第二步"', "name = 7", "tasks[2].name", "一段不空的文字"),
        ('name = "第二步"', 'name = " "', "tasks[2].name", "一段不空的文字"),
        ("member = true", 'member = "是"', "people[1].member", "true 或 false"),
        ('after = ["T01"]', 'after = "T01"', "tasks[2].after", "一组文字"),
        ("points = [100, 60, 0]", 'points = ["甲", "乙", "丙"]', "scale.points", "一组整数"),
        ("days = 20", "days = 0", "activity.days", "要在 1 到"),
        ("days = 20", "days = 99999", "activity.days", "要在 1 到"),
        ('id = "H2"', 'id = "H1"', "phases[2].id", "前面已经用过"),
        ('id = "P01"', 'id = "M01"', "people[2].id", "前面已经用过"),
        ('id = "T02"', 'id = "T01"', "tasks[2].id", "前面已经用过"),
        ('id = "C0"', 'id = "C1"', "criteria[2].id", "前面已经用过"),
        ('id = "T02"', 'id = "第二步"', "tasks[2].id", "不能作编号"),
        ('phase = "H2"', 'phase = "H9"', "tasks[2].phase", "没有“H9”"),
        ('leader = "P01"', 'leader = "P07"', "tasks[2].leader", "没有“P07”"),
        ('after = ["T01"]', 'after = ["T11"]', "tasks[2].after", "没有“T11”"),
        ('after = ["T01"]', 'after = ["T02"]', "tasks[2].after", "自己后面"),
        ('after = ["T01"]', 'after = ["T01", "T01"]', "tasks[2].after", "写了两次"),
        ('required = ["家长"]', 'required = ["学生"]', "terms.giver.required", "没有“学生”"),
        ('labels = ["先进"]', "labels = []", "terms.mirror.labels", "至少要有一个"),
        ('labels = ["先进"]', 'labels = ["先进", "先进"]', "terms.mirror.labels", "写了两次"),
        ("start = 0\nend = 9", "start = 0\nend = 21", "phases[1].end", "不在第 0 天到第 20 天"),
        ("start = 0\nend = 9", "start = -1\nend = 9", "phases[1].start", "不在第 0 天到第 20 天"),
        ("start = 0\nend = 9", "start = 9\nend = 3", "phases[1].end", "早于开始"),
        ("start = 0\nend = 9", "start = 12\nend = 19", "phases[2].start", "早于上一环节"),
        ("start = 10\ndue = 15", "start = 10\ndue = 21", "tasks[2].due", "不在第 10 天到第 20 天"),
        ("start = 10\ndue = 15", "start = 16\ndue = 15", "tasks[2].due", "早于开始"),
        ("principal = true", "principal = false", "people", "要有一位主要领导"),
        ("member = true", "member = false", "people[1].principal", "须是班子成员"),
        ("points = [100, 60, 0]", "points = [100, 60, 60]", "scale.points", "从高到低"),
        ("good = 1", "good = 3", "scale.good", "要在 1 到 2"),
        ('answers = ["好", "一般", "差"]', 'answers = ["好", "差"]', "criteria[2].answers", "要有 3 个答案"),
        ('answers = ["好", "一般", "差"]', 'answers = ["好", "差", "不了解"]', "criteria[2].answers", "写了两次"),
        ('label = "总体"', 'label = "好不好"', "criteria[2].label", "前面已经有了"),
    ],
)
def test_it_refuses_a_broken_place_with_file_line_and_key(
    tmp_path: Path, found: str, put: str, key: str, says: str
) -> None:
    assert SOUND.count(found) == 1

    error = refusal(tmp_path, SOUND.replace(found, put))

    assert error.title == "方案文件不能用"
    assert error.message.startswith("school.toml 第 ")
    assert f" 行，{key}：" in error.message
    assert says in error.message


@pytest.mark.parametrize(
    ("found", "put", "told"),
    [
        ('leader = "P01"', 'leader = "P07"', 'leader = "P07"'),
        ('after = ["T01"]', 'after = ["T11"]', 'after = ["T11"]'),
        ('theme = "主题"', 'theme = "主题"\ncolour = "红"', 'colour = "红"'),
        ("good = 1", "good = 3", "good = 3"),
        ('  "党员",', '  "家长",', "labels = ["),
    ],
)
def test_the_line_is_the_one_to_mend(tmp_path: Path, found: str, put: str, told: str) -> None:
    text = SOUND.replace(found, put)
    line = next(n for n, each in enumerate(text.splitlines(), start=1) if each.endswith(told))
    assert f"第 {line} 行" in refusal(tmp_path, text).message


def test_a_missing_key_is_told_with_the_line_of_its_table(tmp_path: Path) -> None:
    text = SOUND.replace('name = "第二步"\n', "")
    line = line_of(text, 'id = "T02"') - 1
    assert refusal(tmp_path, text).message == f"school.toml 第 {line} 行，tasks[2]：缺少 name。"


def test_a_missing_table_is_told_by_its_name(tmp_path: Path) -> None:
    text = SOUND.replace('[terms.aspect]\nlabels = ["作风"]\n', "")
    assert "缺少 [terms.aspect]" in refusal(tmp_path, text).message


def test_sections_of_a_report_may_be_left_out_and_are_checked_where_they_stand(tmp_path: Path) -> None:
    assert "section" not in load_plan(written(tmp_path, SOUND)).terms
    text = SOUND.replace("[terms.source]", '[terms.section]\nlabels = ["重点任务", "重点任务"]\n[terms.source]')
    assert "terms.section.labels：“重点任务”写了两次" in refusal(tmp_path, text).message


def test_missing_tasks_are_told(tmp_path: Path) -> None:
    text = SOUND[: SOUND.index("[[tasks]]")] + SOUND[SOUND.index("[scale]") :]
    assert "缺少 [[tasks]]" in refusal(tmp_path, text).message


@pytest.mark.parametrize("put", ["tasks = []", "tasks = 3", "tasks = [1, 2]", "[tasks]\nid = 1"])
def test_tasks_that_are_no_list_of_tables_are_refused(tmp_path: Path, put: str) -> None:
    without = SOUND[: SOUND.index("[[tasks]]")] + SOUND[SOUND.index("[scale]") :]
    text = f"{put}\n{without}" if put.startswith("tasks") else f"{without}\n{put}\n"
    assert "，tasks：" in refusal(tmp_path, text).message


def test_a_kind_of_term_nobody_knows_is_refused(tmp_path: Path) -> None:
    text = SOUND.replace("[terms.aspect]", "[terms.mood]")
    message = refusal(tmp_path, text).message
    assert f"第 {line_of(text, '[terms.mood]')} 行，terms.mood" in message


def test_two_principals_are_refused(tmp_path: Path) -> None:
    text = SOUND.replace('post = "主任"', 'post = "主任"\nmember = true\nprincipal = true')
    assert "people[2].principal：主要领导只能有一位" in refusal(tmp_path, text).message


def test_two_overall_grades_are_refused(tmp_path: Path) -> None:
    text = SOUND.replace('label = "好不好"', 'label = "好不好"\noverall = true')
    assert "criteria[2].overall：总体评价只能有一项" in refusal(tmp_path, text).message


def test_tasks_that_wait_for_each_other_are_told_with_the_whole_circle(tmp_path: Path) -> None:
    text = SOUND.replace("due = 5", 'due = 5\nafter = ["T02"]')
    message = refusal(tmp_path, text).message
    line = line_of(text, 'after = ["T01"]')
    assert f"第 {line} 行，tasks[2].after：" in message
    assert "T01" in message
    assert "T02" in message


def test_a_task_due_before_the_one_it_comes_after_is_refused(tmp_path: Path) -> None:
    text = SOUND.replace('phase = "H2"', 'phase = "H1"').replace("start = 10\ndue = 15", "start = 1\ndue = 4")
    message = refusal(tmp_path, text).message
    assert f"第 {line_of(text, 'due = 4')} 行，tasks[2].due：" in message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (SOUND.replace("days = 20", "days = = 20"), 6),
        (SOUND.replace('unit = "某校"', 'unit = "某校'), 2),
        (SOUND.replace("days = 20", "days = 20\ndays = 21"), 7),
    ],
)
def test_text_that_is_no_toml_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    message = refusal(tmp_path, text).message
    assert message.startswith(f"school.toml 第 {line} 行")
    assert "TOML" in message


def test_a_bracket_never_closed_is_refused_with_the_last_line(tmp_path: Path) -> None:
    text = SOUND.replace('answers = ["好", "一般", "差"]\noverall = true\n', 'answers = ["好", "一般"')
    assert f"第 {len(text.splitlines())} 行" in refusal(tmp_path, text).message


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "缺少 [activity]" in refusal(tmp_path, "").message


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "school.toml"
    path.write_bytes(SOUND.encode("gb18030"))
    with pytest.raises(BoardError, match="UTF-8"):
        load_plan(path)


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoardError, match="读不出来"):
        load_plan(tmp_path / "gone.toml")
