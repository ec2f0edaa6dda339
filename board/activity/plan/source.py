"""A plan file's text: its content and the line of each key, so that a refusal can point at the place."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from board.errors import BoardError

KeyPath = tuple[str | int, ...]

_SYNTAX_LINE = re.compile(r"at line (\d+)")


class PlanRefused(BoardError):
    """A fault in a plan and its key path, so that a form can point at the place."""

    def __init__(self, message: str, key: KeyPath = (), what: str = "") -> None:
        super().__init__("方案文件不能用", message, "请把这一处改好再试。什么都没有写入。")
        self.key = key
        self.what = what


@dataclass(frozen=True)
class Source:
    """A plan that is sound TOML: its file's name, its tables, the line (from 1) on which each key path begins."""

    name: str
    tables: dict[str, Any]
    lines: dict[KeyPath, int]


def text_in(path: Path) -> str:
    """The text of a plan file. Raises BoardError if it is missing or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _refusal(f"{path.name} 读不出来，请确认文件还在。") from error
    except UnicodeDecodeError as error:
        raise _refusal(f"{path.name} 不是 UTF-8 编码的文本。") from error


def source_of(name: str, text: str) -> Source:
    """A plan's text as its tables. Raises BoardError if it isn't TOML."""
    text = text.replace("\r\n", "\n")
    try:
        return Source(name, tomllib.loads(text), _key_lines(text))
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_LINE.search(str(error))
        line = int(found.group(1)) if found else len(text.splitlines())
        raise _refusal(
            f"{name} 第 {line} 行：不合 TOML 的写法（括号、引号或等号不配，或同一个键写了两次）。"
        ) from error


def refusal(source: Source, key: KeyPath, what: str) -> BoardError:
    """The error for a key: file, line, key path and fault (Chinese). A missing key takes its table's line."""
    place = "，".join(part for part in (f"第 {_line(source, key)} 行", shown(key)) if part)
    return PlanRefused(f"{source.name} {place}：{what}", key, what)


def shown(key: KeyPath) -> str:
    """A key path as people count: `tasks[3].leader` is the third task's leader."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in key]
    return "".join(parts).removeprefix(".")


def _refusal(message: str) -> BoardError:
    return PlanRefused(message)


def _line(source: Source, key: KeyPath) -> int:
    while key and key not in source.lines:
        key = key[:-1]
    return source.lines.get(key, 1)


def _key_lines(text: str) -> dict[KeyPath, int]:
    lines: dict[KeyPath, int] = {}
    seen: Counter[KeyPath] = Counter()
    table: KeyPath = ()
    for number, statement in _statements(text):
        parsed = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            key = table = _header_path(parsed, seen)
        else:
            key = table + _names(parsed)
        for length in range(1, len(key) + 1):
            lines.setdefault(key[:length], number)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    # A statement ends where it first parses on its own: that settles brackets and quotes over several lines.
    begun, first = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not begun and (not line.strip() or line.lstrip().startswith("#")):
            continue
        begun, first = (f"{begun}\n{line}", first) if begun else (line, number)
        try:
            tomllib.loads(begun)
        except tomllib.TOMLDecodeError:
            continue
        yield first, begun
        begun = ""


def _header_path(parsed: Any, seen: Counter[KeyPath]) -> KeyPath:
    path: KeyPath = ()
    while isinstance(parsed, dict) and parsed:
        name, parsed = next(iter(parsed.items()))
        path += (name,)
        if isinstance(parsed, list):
            seen[path] += 1
        if path in seen:
            path += (seen[path] - 1,)
    return path


def _names(parsed: Any) -> KeyPath:
    path: KeyPath = ()
    while isinstance(parsed, dict) and parsed:
        name, parsed = next(iter(parsed.items()))
        path += (name,)
    return path
