"""Bytes → text: strict candidates in a fixed order, so that a file is read in one way or refused, never guessed at."""

from dataclasses import dataclass

from board.errors import BoardError
from board.importing.files.markup import MARKUP

# A million ballots of eight criteria take about 80 MB.
MOST_BYTES = 200 * 2**20
ENCODINGS: dict[str, str] = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8（带 BOM）",
    "gb18030": "GB18030（含 GBK）",
    "big5": "Big5（繁体）",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
}
# An import's encoding: that of a text, or the kind of workbook it came in.
FORMATS: dict[str, str] = {
    **ENCODINGS,
    "xlsx": "Excel 工作簿（xlsx）",
    "xls": "旧版 Excel 工作簿（xls）",
    "ods": "ODS 电子表格",
    "html": "网页存成的表格",
    "xml": "Excel 2003 网页表格",
}
_UTF8_MARK = b"\xef\xbb\xbf"
_BYTE_ORDER_MARKS = ((_UTF8_MARK, "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_WORKBOOKS = (
    (b"PK\x03\x04", "Excel 工作簿（xlsx）"),
    (b"\xd0\xcf\x11\xe0", "旧版 Excel 工作簿（xls）"),
    (b"%PDF", "PDF"),
)
_LOOKED_AT = 65_536
_NUL_SHARE = 0.02
_WIDE = ("utf-16-le", "utf-16-be")
_DAMAGED_SHARE = 0.02
# The first bytes of the characters a language uses every day, and of punctuation and full-width letters.
_EVERYDAY = {"big5": range(0xA4, 0xC7), "gb18030": range(0xB0, 0xD8)}
_MARKS = {"big5": range(0xA1, 0xA4), "gb18030": range(0xA1, 0xAA)}
_MOSTLY, _CLEARLY = 0.9, 0.15
_SAVE_AS = "请在 WPS 或 Excel 里“另存为 → CSV UTF-8（逗号分隔）”，再导入。"


@dataclass(frozen=True)
class Decoded:
    """A file's text as UTF-8 without a mark, and the encoding it came in (a key of ENCODINGS)."""

    utf8: bytes
    encoding: str


def decode(data: bytes, encoding: str | None = None, most_bytes: int = MOST_BYTES) -> Decoded:
    """Reads bytes as text, in `encoding` (a key of ENCODINGS) if the clerk chose one.

    Order: byte order mark, NUL pattern (UTF-16), UTF-8, Big5 where it is recognisable, GB18030; each strictly. Raises
    BoardError for a file that is empty, too big, a workbook, or not text in any of them (with the byte's position).
    """
    utf8, chosen = _read(data, encoding, most_bytes)
    _refuse_markup(utf8)
    return Decoded(utf8.removeprefix(_UTF8_MARK), chosen)


def text_of(data: bytes) -> str:
    """The text of a page or XML. Raises BoardError as `decode` does."""
    return _read(data)[0].removeprefix(_UTF8_MARK).decode()


def _read(data: bytes, encoding: str | None = None, most_bytes: int = MOST_BYTES) -> tuple[bytes, str]:
    _refuse_impossible(data, most_bytes)
    chosen = encoding or _by_mark(data) or _by_nul_pattern(data) or _by_trial(data)
    if chosen in ("utf-8", "utf-8-sig"):
        utf8 = data
        if encoding or chosen == "utf-8-sig":
            _strictly(data, "utf-8")
    else:
        utf8 = _strictly(data, chosen).encode()
    _refuse_nul(utf8)
    return utf8, chosen


def _refuse_impossible(data: bytes, most_bytes: int) -> None:
    if not data.removeprefix(_UTF8_MARK).strip():
        raise BoardError("文件是空的", "文件里没有任何内容。", "请检查是否选对了文件，或重新导出一次。")
    if len(data) > most_bytes:
        size, most = len(data) / 2**20, most_bytes / 2**20
        raise BoardError("文件太大", f"文件有 {size:.1f} MB，最多 {most:.0f} MB。", "请拆成几个文件，分次导入。")
    for mark, kind in _WORKBOOKS:
        if data.startswith(mark):
            raise BoardError("这不是 CSV 文件", f"文件内容是{kind}，不是文本。", _SAVE_AS)


def _by_mark(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def _by_nul_pattern(data: bytes) -> str | None:
    """UTF-16 without a mark: many NULs, and the byte order in which line ends are line ends.

    NULs occur in both byte orders, for 一 is 4E00.
    """
    head = data[: _LOOKED_AT // 2 * 2]
    if head.count(0) < _NUL_SHARE * len(head):
        return None
    best = max(_WIDE, key=lambda encoding: _line_ends(head, encoding))
    return best if _line_ends(head, best) else None


def _line_ends(head: bytes, encoding: str) -> int:
    text = head.decode(encoding, "ignore")
    return 0 if "\x00" in text else sum(map(text.count, "\r\n"))


def _by_trial(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error)
        return "big5" if _is_big5(data[:_LOOKED_AT]) else "gb18030"
    return "utf-8"


def _is_big5(head: bytes) -> bool:
    """Whether bytes are everyday characters as Big5 and rare ones as GB18030.

    Of the two readings of a pair of bytes only one is words that people write.
    """
    as_big5, as_gb = (_everyday_share(head, encoding, lead) for encoding, lead in _EVERYDAY.items())
    return as_big5 >= _MOSTLY and as_gb < as_big5 - _CLEARLY


def _everyday_share(head: bytes, encoding: str, lead: range) -> float:
    """The share of everyday characters among the two-byte ones; 0 if the bytes aren't in that encoding."""
    text = head.decode(encoding, "replace")
    pairs = [
        pair for character in text if character > "\u02ff" and len(pair := character.encode(encoding, "replace")) > 1
    ]
    if text.count("\ufffd") > 1:
        return 0
    letters = [pair for pair in pairs if pair[0] not in _MARKS[encoding]]
    return sum(pair[0] in lead for pair in letters) / len(letters) if letters else 0


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """Raises BoardError for UTF-8 with a few broken bytes, which often passes for GB18030 and reads as nonsense.

    Judged by how much of the text around the break is sound UTF-8.
    """
    sample = data[:_LOOKED_AT] + data[max(0, error.start - _LOOKED_AT) : error.start + _LOOKED_AT]
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\u07ff") - broken
    # Both ends of the sample may cut a character, which is no damage.
    if sound > 0 and broken - 4 <= _DAMAGED_SHARE * sound and _is_mostly_sound(data[: error.start]):
        raise _unreadable("utf-8", error) from error


def _is_mostly_sound(before: bytes) -> bool:
    """Whether the bytes before the first broken one are UTF-8 with at least a few Chinese characters."""
    few = 4
    return sum(1 for character in before[-_LOOKED_AT:].decode("utf-8", "ignore") if character > "\u07ff") >= few


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(encoding, error) from error


def _unreadable(encoding: str, error: UnicodeDecodeError) -> BoardError:
    found = error.object[error.start : error.start + 1].hex().upper()
    return BoardError(
        "文件的文字读不出来",
        f"按 {ENCODINGS.get(encoding, encoding)} 读到第 {error.start + 1} 个字节（0x{found}）时，那里不是文字。",
        "文件可能已损坏。" + _SAVE_AS,
    )


def _refuse_nul(utf8: bytes) -> None:
    position = utf8.find(b"\x00")
    if position >= 0:
        line = utf8.count(b"\n", 0, position) + 1
        raise BoardError("文件里夹有空字节（NUL）", f"第 {line} 行里有一个空字节，文件可能已损坏。", _SAVE_AS)


def _refuse_markup(utf8: bytes) -> None:
    """Raises BoardError for a web page: many systems save one under a workbook's name."""
    if MARKUP.match(utf8.removeprefix(_UTF8_MARK)):
        what = "文件名像表格，内容却是网页，有的系统这样导出。"
        raise BoardError("这不是表格文件", what, "请用 WPS 或 Excel 打开它，另存为 xlsx，再导入。")
