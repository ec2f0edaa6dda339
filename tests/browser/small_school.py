"""A school small enough to be walked by hand: the plan's stage with three leading members and two to talk with."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from board import clock
from board.activity.plan.reading import shipped_plans
from board.activity.plan.text import written

NAME = "三人班子"
MEMBERS = ("校长", "党支部副书记", "教学副校长")
PARTNERS = ("一年级", "普通教师")
MIRRORS = ("科学发展观的要求", "先进学校的经验", "上级的部署", "教师的期待")
SECTIONS = ("突出问题", "原因分析", "主要思路", "目标原则", "重点任务", "保障措施", "自身建设措施")
ASPECTS = ("思想观念", "能力素质", "工作作风", "方法举措", "制度机制")
GROUPS = ("党员", "教职工", "家长")
BRIEFING = "通报会"
OWNER = "教导主任"
_PEOPLE = {"M01", "M02", "M03", "P01"}
_DAYS = 40


def day(number: int) -> date:
    """A day of the stage, which ends today."""
    return clock.today() - timedelta(days=_DAYS - number)


def _tables() -> dict[str, Any]:
    return tomllib.loads(shipped_plans()["analysis-stage"].read_text("utf-8"))


def keep_plan(data: Path) -> None:
    """Put the school's plan where a data folder keeps its own."""
    tables = _tables()
    tables["people"] = [person for person in tables["people"] if person["id"] in _PEOPLE]
    for task in tables["tasks"]:
        task["leader"] = task["leader"] if task["leader"] in _PEOPLE else "M03"
    tables["terms"]["partner"] = {"labels": list(PARTNERS), "required": list(PARTNERS)}
    folder = data / "plans"
    folder.mkdir(parents=True)
    (folder / f"{NAME}.toml").write_text(written(tables), "utf-8")


def ballots() -> str:
    """What 24 people answered on paper, as a file: one in eight of each group finds the understanding middling."""
    criteria = [criterion["label"] for criterion in _tables()["criteria"]]
    best = [criterion["answers"][0] for criterion in _tables()["criteria"]]
    rows = [["参评群体", "参评方式", *criteria, "意见和建议"]]
    rows += [
        [group, "纸质", "一般" if place == 0 else best[0], *best[1:], "继续改" if place == 1 else ""]
        for group in GROUPS
        for place in range(8)
    ]
    return "\n".join(map(",".join, rows))


def done_tasks() -> str:
    """The tasks of the plan, all done on their last day, as a file."""
    tables = _tables()
    phases = {phase["id"]: phase["name"] for phase in tables["phases"]}
    rows = [["编号", "环节", "工作任务", "开始日期", "完成期限", "状态", "成果材料已有", "完成日期"]]
    for task in tables["tasks"]:
        days = [str(day(task[name])) for name in ("start", "due", "due")]
        rows.append([task["id"], phases[task["phase"]], task["name"], *days[:2], "已完成", "是", days[2]])
    return "\n".join(map(",".join, rows))
