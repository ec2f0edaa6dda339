"""Files as they come from the world, each with the truth beside it: what it says, what must be asked, or why it is
refused. `python -m tests.nasty_files FOLDER` writes them out."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from board.importing.choices import Choices
from tests.ballot_files import DAY, HEADER, file_of
from tests.nasty_workbooks import ods, xls, xlsx

Ballot = tuple[str, str, date, bool, int | None, int | None, int | None]
Rows = Sequence[Sequence[Any]]

LABELS = ("认识深不深", "发展思路清不清", "总体评价")
ROWS = [
    ["家长", "纸质", "2025-12-10", "", "深", "清", "好", "多听家长意见"],
    ["党员", "网上", "2025-12-11", "", "较深", "", "较好", ""],
    ["教职工", "纸质", "2025-12-12", "", "不深", "不了解", "差", "无"],
    ["普通群众", "纸质", "2025-12-12", "是", "深", "清", "好", ""],
]
TRUTH: list[Ballot] = [
    ("家长", "paper", date(2025, 12, 10), False, 1, 1, 1),
    ("党员", "online", date(2025, 12, 11), False, 2, 0, 2),
    ("教职工", "paper", date(2025, 12, 12), False, 4, 5, 4),
    ("普通群众", "paper", date(2025, 12, 12), True, None, None, None),
]
WJX = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
# 金山表单 numbers its rows, tells who and when before the questions, and marks those that must be answered.
WPS = ["序号", "提交人", "提交人ID", "提交时间", "答题时长", "IP属地"]
WPS += [
    "*1. 您的身份（单选题）",
    "*2. 请评议【认识深不深】",
    "2. 请评议【发展思路清不清】",
    "*3. 总体评价（单选题）",
    "4. 您还有哪些意见建议？",
]
WJX_ASKED = ["1、您的身份", "2、请评议—1.认识深不深", "2.发展思路清不清", "3、总体评价", "4、您的意见和建议："]
ONLINE: list[Ballot] = [
    ("家长", "online", date(2025, 12, 10), False, 1, 1, 1),
    ("党员", "online", date(2025, 12, 11), False, 2, 0, 2),
]
HERE = Choices(group="家长", way="paper", cast_on=DAY)
SCALE = ["好", "较好", "一般", "差"]
# Of each criterion and rank, 0 (blank) first.
COUNTS = {"C1": (1, 10, 5, 3, 1), "C2": (0, 12, 4, 4, 0), "C0": (2, 9, 9, 0, 0)}


@dataclass(frozen=True)
class Nasty:
    """A file with its truth: ballots in the file's order, or counts (group → criterion → counts by rank), or asked: the
    row and column letters of problems that must be told (column "" for any), or refused: a word of the refusal."""

    name: str
    data: bytes
    ballots: Sequence[Ballot] | None = None
    counts: Mapping[str, Mapping[str, Sequence[int]]] | None = None
    asked: Sequence[tuple[int, str]] = ()
    refused: str = ""
    choices: Choices = field(default_factory=Choices)


def _text(change: Callable[[str], str] = str, encoding: str = "utf-8", rows: Rows = ROWS, **written: Any) -> bytes:
    return change(file_of(rows, **written).decode()).encode(encoding)


def _read(name: str, data: bytes, ballots: Sequence[Ballot] = TRUTH, **chosen: Any) -> Nasty:
    return Nasty(name, data, ballots=ballots, choices=Choices(**chosen))


def _changed(row: int, column: int, cell: str, rows: Rows = ROWS) -> list[list[Any]]:
    copy = [list(each) for each in rows]
    copy[row][column] = cell
    return copy


def _typed(separator: str) -> bytes:
    """As somebody types it in Chinese."""
    return _text(lambda text: text.replace(",", separator))


def _says(text: str) -> list[list[Any]]:
    return [[*row[:7], text] for row in ROWS]


def _encodings() -> list[Nasty]:
    traditional = str.maketrans("参评类别认识发总体价员职见议还调", "參評類別認識發總體價員職見議還調")
    simple = [r[:7] for r in ROWS[:1]]
    big = (
        file_of(simple, header=HEADER[:7])
        .decode()
        .translate(traditional)
        .replace("家长", "家長")
        .replace("纸质", "紙質")
    )
    big = big.replace("填表", "填表").replace("废", "廢").replace("展思路", "展思路").replace("较", "較")
    return [
        *(
            _read(f"{e}.csv", _text(encoding=e))
            for e in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-be")
        ),
        _read("utf-16-le无标记.csv", _text(encoding="utf-16-le")),
        _read("big5繁体.csv", big.encode("big5"), TRUTH[:1]),
        _read("老式换行.csv", _text(lambda text: text.replace("\r\n", "\r"))),
        _read("unix换行.csv", _text(lambda text: text.replace("\r\n", "\n"))),
        *(_read(f"分隔{ord(s)}.txt", _text(separator=s)) for s in (";", "\t", "|")),
        *(_read(f"全角分隔{ord(s)}.txt", _typed(s)) for s in ("，", "；", "、")),
        _read("全角和半角逗号都有.txt", _text(lambda text: text.replace("多听家长意见", "多听，少说，快办，实干"))),
        Nasty("全角半角混着分.txt", _typed("，").replace("党员，".encode(), "党员,".encode()), asked=[(3, "")]),
        Nasty(
            "两种分隔都成列.txt",
            _text(rows=_says("多听，少说，快办"), header=[*HEADER[:7], "意见和建议，请写明，谢谢"]),
            asked=[(1, "")],
        ),
        _read(
            "两种分隔选定了.txt",
            _text(rows=_says("多听，少说，快办"), header=[*HEADER[:7], "意见和建议，请写明，谢谢"]),
            separator=",",
        ),
        Nasty("坏字节.csv", _text(lambda text: text * 20).replace("较深".encode(), b"\xff\xff", 1), refused="读不出来"),
        Nasty("空字节.csv", _text().replace("较深".encode(), "较\0深".encode()), refused="空字节"),
        Nasty("网页冒充.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", refused="网页"),
        Nasty("二〇〇三.xml.xls", b'\xef\xbb\xbf<?xml version="1.0"?>\n<Workbook></Workbook>', refused="网页"),
        Nasty("空文件.csv", b"\xef\xbb\xbf\r\n", refused="空"),
        Nasty("只有逗号.csv", b",,,,\r\n,,,\r\n", refused="表头"),
        Nasty("假的.xlsx", b"PK\x03\x04 not a workbook", refused="打不开"),
    ]


def _frames() -> list[Nasty]:
    """What stands around the table."""
    title = "某校评议情况汇总\r\n填报单位：教导处\r\n\r\n"
    totals = "合计,,,,2,2,2,\r\n平均,,,,,,,\r\n"
    lined = (
        "参评人员类别,参评方式,填表日期,是否废票,评议项目,,,意见和建议\r\n,,,,认识深不深,发展思路清不清,总体评价,\r\n"
    )
    body = file_of(ROWS).decode().split("\r\n", 1)[1]
    wide = [["", *HEADER, ""], *(["", *row, ""] for row in ROWS)]
    return [
        _read("表上有标题.csv", _text(lambda text: title + text)),
        _read("表下有合计.csv", _text(lambda text: text + totals)),
        _read("表下有说明.csv", _text(lambda text: text + "\r\n注：本表一式两份\r\n填表人：张三，李四\r\n")),
        _read("合计行短.csv", _text(lambda text: text + "合计,,4\r\n制表：教导处,审核：校长室,2025年\r\n")),
        Nasty("合计二字开头的短行.csv", _text(lambda text: text + "合计,,,,深\r\n"), asked=[(6, "E")]),
        _read("两行表头.csv", (lined + body).encode()),
        _read("行尾多逗号.csv", _text(lambda text: text.replace("\r\n", ",\r\n"))),
        _read("只有数据行多逗号.csv", (",".join(HEADER) + "\r\n" + body.replace("\r\n", ",\r\n")).encode()),
        _read("夹空行.csv", _text(lambda text: text.replace("\r\n", "\r\n,,,,,,,\r\n\r\n"))),
        _read("左右有空列.csv", _text(rows=wide[1:], header=wide[0])),
        _read("每页重印表头.csv", _text(lambda text: text + file_of(ROWS).decode()), [*TRUTH, *TRUTH]),
        _read("格里有换行引号.csv", _text(rows=_changed(0, 7, '多听,多看\n说了"算"数；\t好|坏'))),
        _read("制表符.tsv", _text(separator="\t", encoding="utf-16")),
        _read("开头写明分隔符.csv", _text(lambda text: "sep=,\r\n" + text)),
        _read("表头在六十行.csv", _text(lambda text: "说明\r\n" * 59 + text), header_row=60),
        Nasty("表头行没有.csv", _text(), refused="表头不在那一行", choices=Choices(header_row=99)),
        Nasty("反斜杠引号.csv", _text(rows=ROWS).replace("多听".encode(), b'"\\"a\\","', 1), refused="引号"),
        _read("指定表头行.csv", _text(lambda text: title + text), header_row=4),
        Nasty("引号没配对.csv", _text(lambda text: text + '家长,"纸质,2025'), refused="引号"),
        Nasty("短一截的行.csv", _text(lambda text: text + "家长,纸质,2025-12-10\r\n"), asked=[(6, "C")]),
        Nasty(
            "多一格的行.csv", _text(lambda text: text + "家长,纸质,2025-12-10,,深,清,好,建议,多\r\n"), asked=[(6, "I")]
        ),
        Nasty("只有表头.csv", _text(rows=[]), refused="只有表头"),
        Nasty("别的表.csv", b"a,b\r\n1,2\r\n", refused="没有认出"),
        Nasty("孤零零一格.csv", _text(lambda text: text + "家长\r\n"), asked=[(6, "A")]),
    ]


def _cells() -> list[Nasty]:
    """How cells are written."""
    full = str.maketrans("0123456789-", "０１２３４５６７８９－")
    numbers = [[*row[:4], *marks, ""] for row, marks in zip(ROWS, ("111", "2 2", "4 4", "111"), strict=True)]
    scores = [[*row[:4], *m, ""] for row, m in zip(ROWS, (["100 分"] * 3, ["80", "", "80分"]), strict=False)]
    ranked = [(*TRUTH[0][:4], 1, 1, 1), (*TRUTH[1][:4], 2, 0, 2), (*TRUTH[2][:4], 4, 0, 4), TRUTH[3]]
    worst = [(*TRUTH[0][:4], 4, 4, 4), (*TRUTH[1][:4], 3, 0, 3), (*TRUTH[2][:4], 1, 0, 1), TRUTH[3]]
    return [
        _read("全角数字.csv", _text(lambda text: text.translate(full))),
        _read("各种空白.csv", _text(lambda text: text.replace("较深", "　较 深\u00a0").replace("党员", "\u200b党员 "))),
        _read("中文日期.csv", _text(lambda text: text.replace("2025-12-1", "2025年12月1").replace(",深", ",深"))),
        _read("带时间的日期.csv", _text(lambda text: text.replace("-12-10", "-12-10 21:03:55"))),
        _read("选项带字母.csv", _text(lambda text: text.replace(",较深", ",B、较深").replace(",不深", ",D.不深"))),
        _read("通用词.csv", _text(lambda text: text.replace(",较深", ",较好").replace(",不深", ",差"))),
        _read("按分值.csv", _text(rows=scores), ranked[:2]),
        _read("数字最好在前.csv", _text(rows=numbers), ranked, numbers="best_first"),
        _read("数字最差在前.csv", _text(rows=numbers), worst, numbers="worst_first"),
        _read("弃权的写法.csv", _text(rows=_changed(1, 5, "（跳过）"))),
        Nasty("数字没说顺序.csv", _text(rows=numbers), asked=[(2, "E"), (2, "F"), (2, "G")]),
        Nasty("百分数作答案.csv", _text(rows=_changed(0, 4, "92%")), asked=[(2, "E")]),
        Nasty("没有的分值.csv", _text(rows=_changed(0, 4, "90 分")), asked=[(2, "E")]),
        Nasty("满意.csv", _text(rows=_changed(0, 4, "满意")), asked=[(2, "E")]),
        _read("满意指定了.csv", _text(rows=_changed(0, 4, "满意")), answers={"满意": 1}),
        Nasty("月日年.csv", _text(rows=_changed(0, 2, "12/10/2025")), asked=[(2, "C")]),
        Nasty("两种读法的类别.csv", _text(rows=_changed(0, 0, "党员教师")), asked=[(2, "A")]),
        Nasty("多选.csv", _text(rows=_changed(0, 4, "深┋较深")), asked=[(2, "E")]),
        _read("改好的格.csv", _text(rows=_changed(0, 4, "满意")), cells={(None, 2, 4): "深"}),
        _read("略过的行.csv", _text(rows=_changed(0, 4, "满意")), TRUTH[1:], skipped_rows=frozenset({2})),
        _read(
            "算废票的行.csv",
            _text(rows=ROWS[:1]),
            [(*TRUTH[0][:3], True, None, None, None)],
            voided_rows=frozenset({2}),
        ),
    ]


def _headers() -> list[Nasty]:
    """How columns are called."""

    def named(**names: str) -> bytes:
        by_place = {"c1": 4, "c2": 5, "c0": 6, "void": 3, "says": 7, "group": 0}
        header = list(HEADER)
        for name, text in names.items():
            header[by_place[name]] = text
        return _text(header=header)

    remarks = ("备注：补投", "平均", "合计", "注：代填")
    remarked = [[*row, remark] for row, remark in zip(ROWS, remarks, strict=True)]
    marked = [[*row, "票面涂改作废" if at == 1 else ""] for at, row in enumerate(ROWS)]
    valid = [[*row[:3], "否" if row[3] else "是", *row[4:]] for row in ROWS]
    twice = [[*row, "不深"] for row in ROWS]
    return [
        _read("带题号.csv", named(c1="1、认识深不深（单选题）", c2="第2题.发展思路清不清", c0="③总评")),
        _read("短名.csv", named(c1="认识", c2="发展思路情况", c0="总体")),
        _read(
            "长问句.csv",
            named(c1="您觉得班子的认识深不深？", says="您对学校还有什么意见和建议？", group="请选择您的身份"),
        ),
        _read("列序打乱.csv", _text(rows=[row[::-1] for row in ROWS], header=HEADER[::-1])),
        _read("是否有效.csv", _text(rows=valid, header=[*HEADER[:3], "是否有效", *HEADER[4:]])),
        _read(
            "姓名手机.csv",
            _text(rows=[["张三", "13800000000", *row] for row in ROWS], header=["姓名", "手机号", *HEADER]),
        ),
        Nasty("缺一项.csv", named(c2="食堂好不好"), asked=[(1, "发展思路清不清")]),
        Nasty("一项两列.csv", _text(rows=twice, header=[*HEADER, "1.认识深不深"]), asked=[(1, "I")]),
        _read("两列选定一列.csv", _text(rows=twice, header=[*HEADER, "1.认识深不深"]), columns={"I 1.认识深不深": ""}),
        _read("附记写着合计.csv", _text(rows=remarked, header=[*HEADER, "附记"])),
        _read("单位叫示例.csv", _text(rows=[["示例小学", *row] for row in ROWS], header=["单位", *HEADER])),
        Nasty("一行几份.csv", _text(rows=[[*row, 3] for row in ROWS], header=[*HEADER, "份数"]), asked=[(1, "I")]),
        Nasty("废票列名坏了.csv", named(void="是否废芺"), asked=[(1, "D")]),
        Nasty("备注里写作废.csv", _text(rows=marked, header=[*HEADER, "备注"]), asked=[(3, "I")]),
        _read(
            "没有类别列.csv",
            _text(rows=[["深", "清", "好"]], header=LABELS),
            TRUTH[:1],
            group="家长",
            way="paper",
            cast_on=DAY,
        ),
        Nasty("没说是谁.csv", _text(rows=[["深", "清", "好"]], header=LABELS), asked=[(1, ""), (1, ""), (1, "")]),
    ]


def _platforms() -> list[Nasty]:
    def wjx(*answers: Sequence[Any], more: Sequence[str] = (), **written: Any) -> bytes:
        facts = [
            [1, "2025/12/10 20:01:05", "65秒", "微信", "N/A", "1.2.3.4"],
            [2, "2025/12/11 8:00:00", "9秒", "链接", "", "::1"],
        ]
        rows = [[*fact, *answer] for fact, answer in zip(facts, answers, strict=False)]
        return file_of(rows, header=[*WJX, *WJX_ASKED, *more], **written)

    text = wjx(["家长", "深", "清", "好", "多听"], ["党员", "较深", "(跳过)", "较好", "(空)"])
    number = wjx([1, 1, 1, 1, "多听", 9, "u1"], [2, 2, -3, 2, -2, 9, "u2"], more=["总分", "用户ID"])
    points = wjx(["家长", 100, 100, 100, ""], ["党员", 80, -2, 80, ""])
    groups = {"1": "家长", "2": "党员"}
    again = text + text.split(b"\r\n")[1] + b"\r\n"
    txwj = [
        "编号",
        "开始答题时间",
        "结束答题时间",
        "1.您的身份",
        *(f"2.认识深不深:{w}" for w in ("深", "较深", "一般", "不深")),
    ]
    txwj += ["3.发展思路清不清", "4.总体评价", "5.意见建议", "地理位置省", "昵称", ""]
    times = ["2025-12-10 10:00:00", "2025-12-10 10:02:00"], ["2025-12-11 10:00:00", "2025-12-11 10:02:00"]
    ticks: list[list[Any]] = [
        [1, *times[0], "家长", 1, 0, 0, 0, "清", "好", "多听", "京", "虎", ""],
        [2, *times[1], "党员", 0, 1, 0, 0, "", "较好", "", "京", "兔", ""],
    ]
    both = _changed(0, 5, "1", ticks)
    asked = [
        "提交时间（自动）",
        "您的身份（必填）",
        "认识深不深（必填）",
        "发展思路清不清",
        "总体评价（必填）",
        "提交者（自动）",
    ]
    kept = [
        ["2025年12月10日 21:34", "家长", "深", "清", "好", "虎"],
        ["2025年12月11日 7:05", "党员", "较深", "", "较好", "兔"],
    ]
    wps: list[list[Any]] = [
        [1, "张三", "1380012", "2025-12-10 21:34:05", "1分5秒", "广东", "家长", "深", "清", "好", "多听"],
        [2, "匿名用户", "", "2025-12-11 07:05:00", "58秒", "广东", "党员", "较深", "", "较好", ""],
    ]
    return [
        _read("问卷星按文本.csv", text, ONLINE),
        _read("问卷星gbk.csv", text.decode().encode("gbk"), ONLINE),
        _read("问卷星按序号.csv", number, ONLINE, numbers="best_first", groups=groups),
        Nasty("问卷星按序号没说.csv", number, asked=[(2, "H"), (2, "I"), (2, "J"), (2, "G"), (3, "G")]),
        _read("问卷星按分数.csv", points, ONLINE),
        Nasty("问卷星序号重复.csv", again, asked=[(4, "A")]),
        _read("腾讯问卷.csv", file_of(ticks, header=txwj), ONLINE),
        Nasty("腾讯问卷选了两项.csv", file_of(both, header=txwj), asked=[(2, "E")]),
        _read("金山表单.xlsx", xlsx({"表单数据": [WPS, *wps]}), ONLINE),
        _read("金山表单.csv", file_of(wps, header=WPS, encoding="utf-8-sig"), ONLINE),
        Nasty("金山表单匿名多选.csv", file_of(_changed(0, 7, "深,较深", wps), header=WPS), asked=[(2, "H")]),
        _read("腾讯文档收集表.xlsx", xlsx({"收集结果": [asked, *kept]}), ONLINE),
    ]


def _workbooks() -> list[Nasty]:
    sheet: list[list[Any]] = [HEADER, *ROWS]
    dated: list[list[Any]] = [HEADER, *([*row[:2], date.fromisoformat(row[2]), *row[3:]] for row in ROWS)]
    titled = [["某校评议表", *[""] * 7], *sheet]
    upper = [*HEADER[:4], "评议项目", "", "", HEADER[7]]
    merged: list[list[Any]] = [upper, ["", "", "", "", *LABELS, ""], *ROWS]
    ranges = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1", "H1:H2"]
    same = [HEADER, *([*ROWS[0][:4], *row[4:]] for row in ROWS[:2])]
    held = [(*TRUTH[0][:4], *TRUTH[0][4:]), (*TRUTH[0][:4], *TRUTH[1][4:])]
    blanked = [same[0], same[1], ["", "", "", *same[2][3:]]]
    return [
        _read("表.xlsx", xlsx({"表": sheet})),
        _read("表.xls", xls("表", sheet)),
        _read("表.ods", ods({"表": sheet})),
        _read("日期格.xlsx", xlsx({"表": dated})),
        _read("标题合并.xlsx", xlsx({"表": titled}, {"表": ["A1:H1"]})),
        _read("两行合并表头.xlsx", xlsx({"表": merged}, {"表": ranges})),
        _read("竖着合并.xlsx", xlsx({"表": blanked}, {"表": ["A2:A3", "B2:B3", "C2:C3"]}), held),
        _read(
            "说明在前.xlsx", xlsx({"说明": [["填表说明"], ["请认真填写"]], "评议表": sheet, "字典": [["词"], ["好"]]})
        ),
        _read("隐藏的旧表.xlsx", xlsx({"旧": [*sheet, *ROWS], "新": sheet}, hidden="旧")),
        _read("藏着一行.xlsx", xlsx({"表": sheet}, hidden_rows=[3])),
        _read("藏着一行不读.xlsx", xlsx({"表": sheet}, hidden_rows=[3]), [TRUTH[0], *TRUTH[2:]], hidden="skip"),
        _read("藏着一行不读.ods", ods({"表": sheet}, hidden_rows=[3]), [TRUTH[0], *TRUTH[2:]], hidden="skip"),
        _read("藏着废票列不读.xlsx", xlsx({"表": sheet[:4]}, hidden_columns="H:H"), TRUTH[:3], hidden="skip"),
        _read(
            "藏着的表也读.xlsx", xlsx({"旧": sheet[:3], "新": sheet}, hidden="旧"), TRUTH[:2], hidden="take", sheet="旧"
        ),
        _read("两张表取多的.xlsx", xlsx({"一": sheet[:3], "二": sheet})),
        _read("指定工作表.xlsx", xlsx({"一": sheet[:3], "二": sheet}), TRUTH[:2], sheet="一"),
        Nasty("没有的工作表.xlsx", xlsx({"一": sheet}), refused="没有这张工作表", choices=Choices(sheet="二")),
        Nasty("空工作簿.xlsx", xlsx({"表": []}), refused="空"),
        Nasty("坏格.xlsx", xlsx({"表": [HEADER, *_changed(1, 4, "很深")]}), asked=[(3, "E")]),
    ]


def _answers() -> list[Nasty]:
    header = ["票号", "参评人员类别", "方式", "日期", "评议项目", "评价"]
    rows = [
        [at, row[0], row[1], row[2], label, answer]
        for at, row in enumerate(ROWS[:2], start=1)
        for label, answer in zip(LABELS, row[4:7], strict=True)
        if answer
    ]
    restarted = [[1, *row[1:]] for row in rows]
    clash = [*rows, [1, "家长", "纸质", "2025-12-10", "总体评价", "差"]]
    other = _changed(1, 1, "党员", rows)
    each = [[at, *row[1:]] for at, row in enumerate(rows)]
    return [
        _read("一行一答.csv", _text(rows=rows, header=header), TRUTH[:2]),
        _read("一行一答乱序.csv", _text(rows=rows[::-1], header=header), TRUTH[:2][::-1]),
        _read("各类从头编号.csv", _text(rows=restarted, header=header), TRUTH[:2]),
        Nasty("同一项答了两次.csv", _text(rows=clash, header=header), asked=[(7, "F")]),
        Nasty("同一张两种身份.csv", _text(rows=other, header=header), asked=[(3, "B")]),
        Nasty("编号是行号.csv", _text(rows=each, header=header), asked=[(1, "A")]),
        Nasty("没有票号.csv", _text(rows=[row[1:] for row in rows], header=header[1:]), refused="编号"),
    ]


def _tallies() -> list[Nasty]:
    by_rank = {"C1": LABELS[0], "C2": LABELS[1], "C0": LABELS[2]}
    across: list[list[Any]] = [[by_rank[c], *counts[1:], counts[0]] for c, counts in COUNTS.items()]
    header = ["评议项目", *SCALE, "弃权"]
    spoken = ("弃权 深 较深 一般 不深", "弃权 清 较清 一般 不清", "弃权 好 较好 一般 差")
    words = {criterion_id: each.split() for criterion_id, each in zip(by_rank, spoken, strict=True)}
    long = [[by_rank[c], words[c][rank], f"{n} 票"] for c, counts in COUNTS.items() for rank, n in enumerate(counts)]
    down: list[list[Any]] = [[word, *(COUNTS[c][rank] for c in by_rank)] for rank, word in enumerate(["弃权", *SCALE])]
    blocks: list[list[Any]] = [["一、党员"], header, *across, ["二、家长"], header, *across]
    block_text = "\r\n".join(",".join(map(str, row)) for row in blocks)
    family, both = {"家长": COUNTS}, {"党员": COUNTS, "家长": COUNTS}
    wide: list[list[Any]] = [["参评人员类别", *(label for label in LABELS for _ in range(4)), "有效票"]]
    wide = [[cell if at == 0 or cell != wide[0][at - 1] else "" for at, cell in enumerate(wide[0])]]
    wide += [["", *(word for c in by_rank for word in words[c][1:]), ""]]
    wide += [[group, *(n for counts in COUNTS.values() for n in counts[1:]), 20] for group in ("党员", "家长")]
    summed: list[list[Any]] = [[*row, sum(row[1:])] for row in across]
    voids = [[*row, at] for at, row in enumerate(across)]
    parted = [name for word in SCALE for name in (word, "占比")]
    shares = [[row[0], *(x for n in row[1:5] for x in (n, f"{5 * n}%")), row[5]] for row in across]
    wrong = _changed(1, 6, "21", summed)
    percents = [[row[0], *(f"{5 * n}%" for n in row[1:])] for row in across]
    parts_of_one = [[row[0], *(n / 20 for n in row[1:]), 20] for row in across]
    whole = ["评议项目", *SCALE, "弃权", "有效票"]
    of_words = [[by_rank[c], words[c][rank], 5 * n] for c, counts in COUNTS.items() for rank, n in enumerate(counts)]
    percent_down = [
        [word, *(f"{5 * COUNTS[c][rank]}.0%" for c in by_rank)] for rank, word in enumerate(["弃权", *SCALE])
    ]
    of_3000 = [[*row, 3000] for row in percents]

    def tally(name: str, data: bytes, counts: Any, choices: Choices = HERE) -> Nasty:
        return Nasty(name, data, counts=counts, choices=choices)

    told = Choices(way="paper", cast_on=DAY)
    counted = Choices(group="家长", way="paper", cast_on=DAY, ballot_counts={("家长", "paper"): 20})
    unsaid = [row[:5] for row in across]
    return [
        tally("计票横表.csv", _text(rows=across, header=header), family),
        tally("计票带合计.csv", _text(rows=[*summed, ["合计", *[""] * 6]], header=[*header, "合计"]), family),
        tally("计票长表.csv", _text(rows=long, header=["评议项目", "评价", "票数"]), family),
        tally("计票竖表.csv", _text(rows=down, header=["评价", *LABELS]), family),
        tally("计票分块.csv", block_text.encode(), both, told),
        tally("计票分块.xlsx", xlsx({"汇总": blocks}), both, told),
        tally(
            "计票两行表头.xlsx",
            xlsx({"汇总": wide}, {"汇总": ["A1:A2", "B1:E1", "F1:I1", "J1:M1", "N1:N2"]}),
            both,
            told,
        ),
        tally(
            "计票分类列.csv", _text(rows=[[g, *r] for g in both for r in across], header=["群体", *header]), both, told
        ),
        tally("计票补张数.csv", _text(rows=unsaid, header=header[:5]), family, counted),
        Nasty("计票没说张数.csv", _text(rows=unsaid, header=header[:5]), asked=[(2, "")], choices=HERE),
        Nasty("计票没说是谁.csv", _text(rows=across, header=header), asked=[(2, "")], choices=told),
        Nasty("计票废票不一.csv", _text(rows=voids, header=[*header, "废票数"]), asked=[(2, "")], choices=HERE),
        tally("计票带占比.csv", _text(rows=shares, header=["评议项目", *parted, "弃权"]), family),
        Nasty(
            "计票画正字.csv", _text(rows=_changed(0, 1, "正正", across), header=header), asked=[(2, "B")], choices=HERE
        ),
        Nasty("计票合计不对.csv", _text(rows=wrong, header=[*header, "合计"]), asked=[(3, "G")], choices=HERE),
        Nasty(
            "计票写比例.csv", _text(rows=_changed(0, 1, "50%", across), header=header), asked=[(2, "B")], choices=HERE
        ),
        tally("计票全写百分比.csv", _text(rows=percents, header=header), family, counted),
        tally("计票百分比存成小数.xlsx", xlsx({"汇总": [whole, *parts_of_one]}), family),
        tally("计票长表占比.csv", _text(rows=of_words, header=["评议项目", "评价", "占比"]), family, counted),
        tally("计票竖表百分比.csv", _text(rows=percent_down, header=["评价", *LABELS]), family, counted),
        Nasty("计票百分比没张数.csv", _text(rows=percents, header=header), asked=[(2, "")], choices=HERE),
        Nasty(
            "计票百分比差着弃权.csv",
            _text(rows=[row[:5] for row in percents], header=header[:5]),
            asked=[(2, "B"), (4, "B")],
            choices=counted,
        ),
        Nasty(
            "计票百分比凑不出.csv",
            _text(rows=_changed(1, 2, "22%", percents), header=header),
            asked=[(3, "C")],
            choices=counted,
        ),
        Nasty(
            "计票百分比太粗.csv",
            _text(rows=of_3000, header=whole),
            asked=[(row, "") for row in (2, 3, 4) for _ in range(5)],
            choices=HERE,
        ),
        Nasty("计票重复.csv", _text(rows=[*across, across[0]], header=header), asked=[(5, "B")], choices=HERE),
    ]


def nasty_files() -> list[Nasty]:
    """All of them."""
    makers = (_encodings, _frames, _cells, _headers, _platforms, _workbooks, _answers, _tallies)
    return [each for make in makers for each in make()]


if __name__ == "__main__":
    for each in nasty_files():
        (Path(sys.argv[1]) / each.name).write_bytes(each.data)
