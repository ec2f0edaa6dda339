"""The Big List of Naughty Strings and what it leaves out, whole and packed into texts that a field has room for.

The list is data kept beside this file with its licence, in base64 as its authors give it out.
"""

import json
from base64 import b64decode
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_LIST = Path(__file__).parent / "blns.base64.json"
# Formulas, control characters, halves and non-characters, line breaks of each kind, marks that turn or join letters.
_OTHERS = (
    *("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://127.0.0.1/","看")', "=cmd|'/c calc'!A0", "'=1+1", "\t=1+1"),
    *("头\x00尾", "铃\x07声", "\x1b[31m红\x1b[0m", "行一\r\n行二\r行三\n行四"),
    *("半个\ud83d字", "\udc00", "非\ufffe字\uffff", "\u202e倒过来\u202c", "\u2066隔开\u2069"),
    *("零\u200b宽\u200d连", "👩\u200d👩\u200d👧", "𠮷野家", "\u3000全角空格\u3000"),
    *("{{7*7}}", "${7*7}", "$\\frac{1}{2}$", "**粗** _斜_ ~~删~~ `码`", "[看](javascript:alert(1))"),
    *(":red[红] :material/home:", "<script>window.hit=1</script>", "<img src=x onerror=window.hit=1>"),
    *("|表|格|", "# 标题", "> 引用", "- 单子", "_x000D_", "_x0041_", "&lt;b&gt;&amp;", "]]>", "<!--"),
    *("NULL", "NaN", "1e999", "TRUE", "1970-01-01", "％５０％"),
)
BETWEEN = "｜"


@cache
def strings() -> tuple[str, ...]:
    """Every string as it is, the empty ones left out."""
    listed = [b64decode(each).decode("utf-8").removesuffix("\n") for each in json.loads(_LIST.read_text("utf-8"))]
    return tuple(each for each in dict.fromkeys((*listed, *_OTHERS)) if each)


def packed(longest: int | None) -> Iterator[str]:
    """Texts of at most so many characters (None: any) that together hold every string there is room for, each once."""
    held: list[str] = []
    room = longest or 1_000_000
    for each in strings():
        if len(each) > room:
            continue
        if held and len(BETWEEN.join([*held, each])) > room:
            yield BETWEEN.join(held)
            held = []
        held.append(each)
    if held:
        yield BETWEEN.join(held)
