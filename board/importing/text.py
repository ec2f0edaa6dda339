"""Cells and headers as people type them, normalised for comparing."""

import re
import unicodedata
from collections.abc import Iterable

BLANKS = " \t\r\n\v\f\u0085\u00a0\u00ad\u200b\u200c\u200d\u2028\u2029\u2060\u3000\ufeff"
_CIRCLED = re.compile("^[\u2460-\u24ff\u2776-\u2793\u3220-\u3229]")
_NUMBERING = re.compile(
    r"^(?:第|(?:g\d{1,2})?q)?[(\[]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)\]]?\s*(?:[、.,:)\]=题-]|\s)\s*"
)
_LETTERING = re.compile(r"^[a-h]\s*[、.,:)]\s*")
_NOTE = re.compile(
    r"[(\[【〔<]\s*(?:单选|多选|必填|必答|必选|选填|选答|填空|矩阵|量表|选择|可选|请填|自动)[^)\]】〕>]*[)\]】〕>]"
)
_INNER_BLANKS = re.compile(f"[{BLANKS}]+")
_TWO_NUMBERS = re.compile(r"\d\s+\d")
_MOST_DIGITS = 15
# What stands in a cell whose formula has no result, cleaned; and in one that is merged with the cell left of it.
UNCALCULATED = "(公式没有结果)"
NO_RESULT = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", UNCALCULATED})
MERGED = "(与左边一格合并)"
_MARKS = re.compile(r"[\W_]+")
# Everyday traditional characters, mapped to simplified ones for comparing only.
_TRADITIONAL = (
    "認識調聽範圍廣問題準確發現較們學習實踐黨員職長眾類別紙質網線寫時間無廢滿對這來單選項說報導計劃針強應"
    "當與為從業務團隊評議價總體綜參況見難親號編標結數級師會領個樣寬淺優齊備據歷條檔後還進運過達遠邊關開電"
    "話戶構權決處點斷棄檢測驗讓課讀誰請謝譯觀規視覺設許詳誤諮論證變責負貢貧貴資賽贊軟轉輕輪辦農連適遲鄉鎮"
    "鐵錄錯鍵門陳陽險隨雜離靈靜頁順須預顧風飛養馬齡龍"
)
_SIMPLIFIED = (
    "认识调听范围广问题准确发现较们学习实践党员职长众类别纸质网线写时间无废满对这来单选项说报导计划针强应"
    "当与为从业务团队评议价总体综参况见难亲号编标结数级师会领个样宽浅优齐备据历条档后还进运过达远边关开电"
    "话户构权决处点断弃检测验让课读谁请谢译观规视觉设许详误咨论证变责负贡贫贵资赛赞软转轻轮办农连适迟乡镇"
    "铁录错键门陈阳险随杂离灵静页顺须预顾风飞养马龄龙"
)
_SIMPLER = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def clean(value: str) -> str:
    """A cell without full-width digits and letters and without blanks of any kind at its ends."""
    return unicodedata.normalize("NFKC", value).strip(BLANKS)


def key(value: str) -> str:
    """A header for comparing: without numbering before it, （单选） after it, punctuation, blanks or case."""
    plain = clean(_CIRCLED.sub("", value.strip(BLANKS))).casefold().translate(_SIMPLER)
    plain = _NOTE.sub("", plain).lstrip("*")
    while (shorter := _NUMBERING.sub("", plain)) != plain and shorter:
        plain = shorter
    return _MARKS.sub("", plain)


def word(value: str) -> str:
    """An answer for comparing: `clean`, without case, blanks, or an option's letter or number before the words."""
    plain = clean(value).casefold().translate(_SIMPLER)
    for prefix in (_LETTERING, _NUMBERING):
        stripped = prefix.sub("", plain)
        # 1.2 is a number, not option 1 with the answer 2.
        if stripped and not stripped[0].isdigit():
            plain = stripped
    return unspaced(plain)


def literal(value: str) -> str:
    """A word for comparing with its numbering: 1. 代表 and 2. 代表 are two."""
    return unspaced(clean(value).casefold().translate(_SIMPLER))


def unspaced(plain: str) -> str:
    """A word without blanks inside; two numbers remain two."""
    return plain if _TWO_NUMBERS.search(plain) else _INNER_BLANKS.sub("", plain)


def is_whole(plain: str) -> bool:
    """Whether a cleaned cell is a whole number as people write one: digits of ours alone, and not endless."""
    return plain.isascii() and plain.isdecimal() and len(plain) <= _MOST_DIGITS


def beside_names(cells: Iterable[str]) -> list[str]:
    """The filled cells of a row, with a name that ends in a colon put before the cell that follows it."""
    found: list[str] = []
    for text in filter(None, (cell.strip(BLANKS) for cell in cells)):
        is_named = bool(found) and found[-1][-1] in ":：" and text[-1] not in ":："
        found[-1:] = [found[-1] + text] if is_named else [*found[-1:], text]
    return found


def shortened(value: str, most: int = 40) -> str:
    """A value short enough for a sentence, with line breaks shown as blanks."""
    flat = " ".join(value.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
