"""Five hundred opinions, sixty of them the same as another in other words: what suggestions to merge are measured on.

Those of the example school and its evaluations, those in `five_hundred.csv` with the rewordings (`again`: other words,
another order, shorter, longer, slips of the pen), and faults told of one place after the other in the same words, which
are not the same however alike they read.
"""

import csv
import random
import tomllib
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
WRITTEN = HERE.parent.parent / "data" / "samples" / "written"
COUNT = 500
PLACES = (
    "一楼西头的教室",
    "科技楼二层",
    "图书室门口",
    "北边的自行车棚",
    "大礼堂后台",
    "低年级活动区",
    "东侧小花园",
    "食堂外面",
)
FAULTS = (
    "{}的灯不亮，天阴时看不清路。",
    "{}的地面不平，有人绊倒过。",
    "{}没有垃圾桶，纸屑到处都是。",
    "{}的门锁坏了，关不上。",
    "{}的水管渗水，墙皮掉了一大片。",
    "{}缺少提示牌，新来的人找不到。",
    "{}的窗玻璃裂了一条缝，怕掉下来。",
    "{}一下雨就积水，要绕着走。",
    "{}堆着杂物，好久没有清理。",
    "{}的开关在外面，谁都能乱动。",
)


class Opinion(NamedTuple):
    """What was said; `repeats`: the place of the one it says again, `style`: how it differs from it."""

    content: str
    repeats: int | None = None
    style: str = ""


def opinions() -> list[Opinion]:
    """The five hundred, in an order that has nothing to do with what repeats what; `repeats` counts in that order."""
    with (HERE / "five_hundred.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    again = [row for row in written if row["again"]]
    said = [row["said"] for row in written] + _of_the_school()
    faults = [fault.format(place) for fault in FAULTS for place in PLACES]
    said += faults[: COUNT - len(said) - len(again)]
    order = list(range(COUNT))
    random.Random(5).shuffle(order)  # noqa: S311 - the same order every time
    whole = said + [row["again"] for row in again]
    place_of = {text: order.index(whole.index(text)) for text in (row["said"] for row in again)}
    repeated = {row["again"]: (place_of[row["said"]], row["style"]) for row in again}
    return [Opinion(whole[place], *repeated.get(whole[place], ())) for place in order]


def _of_the_school() -> list[str]:
    with (WRITTEN / "opinions.csv").open(encoding="utf-8", newline="") as file:
        heard = [row["content"] for row in csv.DictReader(file)]
    rounds = tomllib.loads((WRITTEN / "school.toml").read_text("utf-8"))["rounds"]
    return heard + [text for each in rounds for text in (*each["suggestions"], *each.get("late_suggestions", ()))]
