"""A small sound plan, to be broken one place at a time."""

from pathlib import Path

SOUND = """\
[activity]
unit = "某校"
name = "活动"
stage = "第一阶段"
theme = "主题"
days = 20

[[phases]]
id = "H1"
name = "前"
start = 0
end = 9

[[phases]]
id = "H2"
name = "后"
start = 10
end = 20

[terms.channel]
labels = ["座谈会"]
[terms.giver]
labels = ["家长", "教职工"]
required = ["家长"]
[terms.aspect]
labels = ["作风"]
[terms.mirror]
labels = ["先进"]
[terms.department]
labels = ["办公室"]
[terms.group]
labels = [
  "党员",
  "家长",
]
[terms.source]
labels = ["意见"]

[[people]]
id = "M01"
post = "校长"
field = "全面"
department = "办公室"
member = true
principal = true

[[people]]
id = "P01"
post = "主任"
field = "会务"
department = "办公室"

[[tasks]]
id = "T01"
phase = "H1"
name = "第一步"
output = "记录"
leader = "M01"
start = 0
due = 5

[[tasks]]
id = "T02"
phase = "H2"
name = "第二步"
output = "报告"
leader = "P01"
start = 10
due = 15
after = ["T01"]

[scale]
points = [100, 60, 0]
good = 1
apart = ["不了解"]

[[criteria]]
id = "C1"
heading = "一"
label = "好不好"
answers = ["好", "一般", "不好"]

[[criteria]]
id = "C0"
heading = "总"
label = "总体"
answers = ["好", "一般", "差"]
overall = true
"""


def written(folder: Path, text: str) -> Path:
    """The text as a plan file."""
    path = folder / "school.toml"
    path.write_text(text, "utf-8")
    return path


def line_of(text: str, wanted: str) -> int:
    """The line of a text, from 1, that holds `wanted`, which must stand in it once."""
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if wanted in line]
    assert len(lines) == 1, (wanted, lines)
    return lines[0]
