"""Further habits of offices, one file each: what platforms add, how paper is keyed, how counts are typed.

Written without a look at how the reader takes them. A kind is a name and what it does to a register or a tally.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random
from typing import Any

from tests.ballot_files import GROUPS, WORDS
from tests.first_sight import ANSWERS, GENERAL, LABELS, Grid, case, drawn, either
from tests.polluted_files import Case

_HEAD = ["参评人员", *LABELS, "意见和建议"]
_SCALES = {
    "satisfied": ("满意", "较满意", "一般", "不满意"),
    "agreed": ("很好", "好", "一般", "差"),
    "excellent": ("优秀", "良好", "合格", "不合格"),
    "degrees": ("A级", "B级", "C级", "D级"),
    "stars": ("四星", "三星", "二星", "一星"),
    "letters": ("a", "b", "c", "d"),
    "grades": ("A", "B", "C", "D"),
    "general": GENERAL,
    "fullwidth": ("Ａ", "Ｂ", "Ｃ", "Ｄ"),
    "places": ("一等", "二等", "三等", "四等"),
}
_GROUP_HEADS = (
    "评议人身份",
    "您的身份是？",
    "参加评议人员类别",
    "身份（必选）",
    "填表人类别",
    "人员身份",
    "评议者类别",
    "1.您的身份：[单选题]",
    "身份 *",
    "请问您的身份是",
)
_CELLS = (
    "《{}》",
    "“{}”",
    "{}。",
    "{}；",
    "[{}]",
    "（{}）",
    "{}!",
    "->{}",
    "{}（已选）",
    "选{}",
    "1、{}",
    "{}\n",
    "\t{}",
)
_DAYS = (
    "{0:%Y-%m-%d}T08:00:00Z",
    "{0.year}年{0.month:02}月{0.day:02}日 10时",
    "{0:%Y/%m/%d} 周五",
    "{0:%Y.%m.%d} 9:05",
    "{0:%Y%m%d}",
    "{0.year}-{0.month}-{0.day} 上午",
    "{0:%Y年%m月%d日}（上午）",
    "{0:%Y/%m/%d}　09:00",
)
_EXTRAS = {
    "答题时长": "1分3秒",
    "部门": "",
    "提交IP": "10.0.0.1",
    "是否匿名": "是",
    "填写状态": "已提交",
    "得分": "",
    "总分": "0",
    "来源渠道": "企业微信",
    "审批状态": "已通过",
    "创建人": "匿名",
    "最后修改时间": "2025-12-20 10:00",
    "数据ID": "5f3a",
    "标签": "",
    "打印次数": "0",
    "附件": "",
    "是否已读": "是",
    "班主任": "",
    "备注": "",
    "录入员": "小王",
    "核对": "√",
}
_FEET = (
    ["以上数据真实有效"],
    ["统计人：", "王", "", "日期："],
    ["备注：", "无"],
    ["收回合计", "{n}"],
    ["本页小计：{n}张"],
    ["总份数：{n}"],
    ["——完——"],
    ["（盖章）"],
    ["填报单位：某校"],
    ["单位负责人：  填表人：  "],
    ["附：意见另报"],
    ["共计", "{n}份"],
    ["END"],
    ["有效{n}张，废0张"],
    ["注", "以上按收回先后"],
    ["导出时间：2025-12-20 10:00:00"],
)
_TITLES = (
    "2025年度群众评议（纸质票）原始登记",
    "附件3：群众评议纸质票统计",
    "××小学领导班子民主评议表（纸质）",
    "《分析检查报告》群众评议纸质表录入",
    "纸质票",
    "（纸质）评议情况一览",
    "纸质评议表——登记簿",
    "【纸质】群众评议",
)
_HEADERS = (
    "{0}（好/较好/一般/差）",
    "评议：{0}",
    "{1}）{0}",
    "【{0}】",
    "第{1}项 {0}",
    "“{0}”",
    "{1}．{0}",
    "{0}：",
    "（{1}）{0}（打√）",
    "对“{0}”的评价",
    "{0}评价",
    "{1}、{0}？",
    "请评价{0}",
    "{0} 等次",
)


def register(random: Random, cause: str, **habit: Any) -> Case:
    """A register on paper with one habit; what isn't its habit is plain."""
    day = date(2025, 12, random.randrange(8, 20))
    rows = drawn(random, way="纸质", day=day)
    scale, cell = _SCALES.get(habit.get("scale", "")), habit.get("cell", "{}")
    form = habit.get("header", "{0}")
    asked = [form.format(label, at) for at, label in enumerate(LABELS, 1)]
    head = [habit.get("group", _HEAD[0]), *asked, _HEAD[-1]]
    lines = []
    for row in rows:
        words = [w and (scale[each.index(w)] if scale else w) for each, w in zip(ANSWERS, row[4:7], strict=True)]
        lines.append([row[0], *(w and cell.format(w) for w in words), row[7]])
    if "day" in habit:
        head, lines = [*head, "评议日期"], [[*line, habit["day"].format(day)] for line in lines]
    if "extra" in habit:
        head, lines = [*head, habit["extra"]], [[*line, _EXTRAS[habit["extra"]]] for line in lines]
    grid: Grid = [[habit.get("title", "纸质评议表登记")], [f"日期：{day}"], head, *lines]
    foot = [each.format(n=len(rows)) for each in habit.get("foot", ())]
    return case(cause, either(random, [*grid, *([foot] if foot else [])]), rows)


_COUNT_HEADS = (
    "参评人员|评议项目|好|较好|一般|差|弃权",
    "类别|评议内容|好票|较好票|一般票|差票|弃权票",
    "人员|项目|好（票）|较好（票）|一般（票）|差（票）|弃权（票）",
    "评议人员|测评项目|好评|较好评|一般|差评|弃权",
    "参评人员类别|评议要点|A.好|B.较好|C.一般|D.差|E.弃权",
    "群体|内容|“好”|“较好”|“一般”|“差”|弃权",
    "参评人员|指标|好得票|较好得票|一般得票|差得票|弃权得票",
    "身份|问题|好/票|较好/票|一般/票|差/票|弃权/票",
    "参评人员|评议项目|评为好|评为较好|评为一般|评为差|弃权",
    "对象类别|评议项目|好 票数|较好 票数|一般 票数|差 票数|弃权 票数",
)
_COUNT_CELLS = ("{}票", "共{}票", "{} 张", "{}.0", "正{}", "“{}”", "{}（票）", "{}个", "计{}", "{}人次", "约{}", "'{}")


def tally(random: Random, cause: str, **habit: Any) -> Case:
    """Counts of two groups with one habit."""
    heads = habit.get("heads", _COUNT_HEADS[0])
    counts: Counter[tuple[str, str, Any]] = Counter()
    lines: Grid = []
    total = 0
    for group in sorted(random.sample(GROUPS, 2), key=GROUPS.index):
        size = random.randrange(6, 40)
        total += size
        counts[group, "", False] = size
        for criterion, label in zip(WORDS, LABELS, strict=True):
            drawn_ranks = Counter(random.choices(range(5), (1, 8, 6, 3, 1), k=size))
            counts.update({(group, criterion, rank): n for rank, n in drawn_ranks.items()})
            form = habit.get("form", "{}")
            lines.append([group, label, *(form.format(drawn_ranks[rank]) for rank in (1, 2, 3, 4, 0))])
    foot = [each.format(n=total) for each in habit.get("foot", ())]
    grid: Grid = [
        [habit.get("title", "纸质评议表计票")],
        ["日期：2025-12-10"],
        heads.split("|"),
        *lines,
        *([foot] if foot else []),
    ]
    made = either(random, grid)
    return Case(cause, made[0], counts=counts, name=made[1])


def _kinds() -> dict[str, Callable[[Random], Case]]:
    found: dict[str, Callable[[Random], Case]] = {}
    several: dict[str, Any] = {
        "scale": _SCALES,
        "group": _GROUP_HEADS,
        "cell": _CELLS,
        "day": _DAYS,
        "extra": _EXTRAS,
        "foot": _FEET,
        "title": _TITLES,
        "header": _HEADERS,
    }
    for habit, values in several.items():
        for at, value in enumerate(values):
            name = f"{habit}.{at} {value if isinstance(value, str) else ''.join(value)}"
            found[name] = partial(register, cause=name, **{habit: value})
    for at, heads in enumerate(_COUNT_HEADS):
        found[f"heads.{at} {heads}"] = partial(tally, cause="heads", heads=heads)
    for at, form in enumerate(_COUNT_CELLS):
        found[f"counts.{at} {form}"] = partial(tally, cause="counts", form=form)
    for at, title in enumerate(_TITLES):
        found[f"tally title.{at} {title}"] = partial(tally, cause="title", title=title)
    for at, foot in enumerate(_FEET):
        found[f"tally foot.{at} {''.join(foot)}"] = partial(tally, cause="foot", foot=foot)
    return found


KINDS = _kinds()
