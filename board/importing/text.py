"""Cells and headers as people type them, brought to one form for comparing."""

import re
import unicodedata

BLANKS = " \t\r\n\v\f\u0085\u00a0\u00ad\u200b\u200c\u200d\u2028\u2029\u2060\u3000\ufeff"
_CIRCLED = re.compile("^[\u2460-\u24ff\u2776-\u2793\u3220-\u3229]")
_NUMBERING = re.compile(r"^(?:第|q)?\(?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\)?\s*(?:[、.,:)题]|\s)\s*")
_LETTERING = re.compile(r"^[a-h]\s*[、.,:)]\s*")
_NOTE = re.compile(
    r"[(\[【〔<]\s*(?:单选|多选|必填|必答|选填|选答|填空|矩阵|量表|选择|可选|请填|自动)[^)\]】〕>]*[)\]】〕>]"
)
_INNER_BLANKS = re.compile(f"[{BLANKS}]+")
_TWO_NUMBERS = re.compile(r"\d\s+\d")
_MARKS = re.compile(r"[\W_]+")


def clean(value: str) -> str:
    """A cell without full-width digits and letters and without blanks of any kind at its ends."""
    return unicodedata.normalize("NFKC", value).strip(BLANKS)


def key(value: str) -> str:
    """A header for comparing: no numbering before it, no （单选） after it, no punctuation, no blanks, no case."""
    plain = clean(_CIRCLED.sub("", value.strip(BLANKS))).casefold()
    plain = _NOTE.sub("", plain).lstrip("*")
    while (shorter := _NUMBERING.sub("", plain)) != plain and shorter:
        plain = shorter
    return _MARKS.sub("", plain)


def word(value: str) -> str:
    """An answer for comparing: `clean`, without case, an option's letter or number before the words, or blanks."""
    plain = clean(value).casefold()
    for prefix in (_LETTERING, _NUMBERING):
        stripped = prefix.sub("", plain)
        # 1.2 is a number, not option 1 with the answer 2.
        if stripped and not stripped[0].isdigit():
            plain = stripped
    return plain if _TWO_NUMBERS.search(plain) else _INNER_BLANKS.sub("", plain)


def shortened(value: str, most: int = 40) -> str:
    """A value short enough for a sentence, line breaks shown as blanks."""
    flat = " ".join(value.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
