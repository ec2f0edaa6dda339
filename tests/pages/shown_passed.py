"""What is left of the texts of pages once their figures are out, and why it isn't counted."""

import re

_TEXT = "记录里写着的字、编号、日期：照录，不是算出来的"
_STATISTICS = "区间、检验和轮次之间的比较：tests/evaluation 里用模拟核对"
_FORECAST = "晚的一项推迟哪些：逐项的预计完成在表里核对"
_TRUTH = "报告求实查出的处数：tests/truth 另行核对"
_RULES = "程序检查的判断、期限和还差：tests/procedure 逐条核对"
# What is left of a text once its figures are out, and why it isn't counted: page, pattern, reason. Page: one of its
# tables after it, or '' for all.
NOT_COUNTED: list[tuple[str, re.Pattern[str], str]] = [
    (page, re.compile(regex, re.DOTALL), reason)
    for page, regex, reason in (
        ("", r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?|(?<!\d)\d\d-\d\d(?!\d)|\d+月\d+日|\d\d:\d\d(?::\d\d)?", _TEXT),
        ("tasks", r"T\d\d [^（]*（", _TEXT),
        ("", r"(?<![A-Za-z])(?:HD|[A-Z])-?\d+(?:-\d+)?", _TEXT),
        ("", r"这里只印出了第.*", "打印时的页数"),
        ("imports", r"最近一次[^）]*", _TEXT),
        ("report", r"没有判断的　\d+ 句", _TRUTH),
        (
            "opinions",
            r"出反馈单（\d+ 条）|^有 \d+ 条的说法可能让人认出.*|^只有 \d+ 条，容易猜出.*",
            "出单前的提醒：tests/opinions",
        ),
        ("report", r"^(?:<article>|<ul>|<section>|<div>).*", "报告的正文、查出的地方和两版对照：照录"),
        ("report", r"^.*部分改过，共 .*", "两版对照：tests/report"),
        ("report", r"\d+ 处要核对|^要核对的：\d+.*|^共查出 \d+ 处$|要核对的　\d+ 处", _TRUTH),
        ("tasks", r"^<ol>.*|^tasks_timeline .*", _TEXT),
        ("tasks", r"^:material/(?:update|event_busy):.*", _FORECAST),
        ("tasks", r"^T\d+ 推迟的 \d+ 项$", _FORECAST),
        ("tasks", r"缺成果材料 \d+|\d+ 项缺成果材料", "成果材料凭什么算有：tests/tasks 逐种核对"),
        ("overview", r"^(?:任务|整改) ›.*", "需要过问的事：逐件照录，天数在台账里核对"),
        ("overview", r"^overview_curve None.*|^overview_load None｜[\d.]+｜.*", "图上的位置"),
        ("thread", r"^thread_flow .*", "图上的位置：各段的数在“看哪一段”里核对"),
        ("rectification", r"^rectification_(?:curve|load) None.*", "图上的位置"),
        ("evaluation", r"^evaluation_(?:answers|compared).*", "图上的位置"),
        ("evaluation", r"95% 区间.*|不是偶然的差异有.*|不超过 5%|.*(?:相比|不比|折算)[^。]*。|“第.*", _STATISTICS),
        ("evaluation", r"有效票不足 5 张的", "规则里的五张"),
        ("procedure procedure_table", r"｜.*", _RULES),
    )
]
