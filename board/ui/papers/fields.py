"""The fields of the forms of 公文, and the columns of its table."""

from typing import Any

from board.papers.issuing.moved import Moved
from board.ui.parts.forms.form import Field
from board.ui.parts.table import column
from board.words import PAPER_FORM

TABLE_COLUMNS: dict[str, Any] = {
    "paper_id": "编号",
    "title": column.main("标题", 260),
    "tags": column.tags("状态", ["起草", "已核对", "待公开", "已公开", "已签发", "作废", "数字有变", "已更正"]),
    "kind_word": column.name("文种"),
    "number": column.name("文号"),
    "signed_at": column.day("签发日期"),
    "signed_by": column.name("签发"),
    "published_on": column.day("公开日期"),
}
EXPORT_LABELS = {
    "paper_id": "编号",
    "kind_word": "文种",
    "title": "标题",
    "number": "文号",
    "state_word": "状态",
    "drafter_name": "起草",
    "signed_by": "签发",
    "signed_at": "签发日期",
    "published_on": "公开日期",
    "word_sha256": "Word 的指纹",
    "pdf_sha256": "PDF 的指纹",
}
HEAD = [
    Field("unit", "发文单位", at_most=60),
    Field("number_word", "机关代字", at_most=20, help="文号里年份前面的字，如“示校发”"),
    Field("addressee", "主送", at_most=200),
    Field("copies", "抄送", at_most=200),
    Field("signer", "签发人", at_most=30, help="上行文才写"),
    Field("form", "版式", "choice", PAPER_FORM),
    Field("has_seal", "留出盖章的位置", "flag"),
]
REASON = Field("reason", "原因", wide=True, at_most=200, must=True)
PUBLISHED = [
    Field("published_on", "公开日期", "day"),
    Field("place", "在哪里公开", help="如公开栏、校园网、通报会"),
    Field("audience", "向谁公开", wide=True, help="如全体教职工和家长代表"),
    Field("note", "说明", "area", wide=True, at_most=1000),
]


def own_fields(next_number: int) -> list[Field]:
    """The fields of a paper's own letterhead. next_number: the one that comes next this year."""
    number = [
        Field("number_year", "文号年份", "number", help="空着就是今年"),
        Field("number_no", "文号序号", "number", help=f"下一个是 {next_number}；不编号的空着"),
        Field("dated", "成文日期", "day", help="空着就是签发的那一天"),
    ]
    return [*HEAD[:2], *number, *HEAD[2:]]


def correction_fields(wrong: list[Moved]) -> list[Field]:
    """The fields of a correction: which figures were wrong."""
    options = {each.name: f"…{each.sentence}…　{each.was} → {each.now or '没有了'}" for each in wrong}
    return [Field("figures", "更正哪些数字", "choices", options, wide=True, must=True)]
