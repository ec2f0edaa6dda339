"""What a recount yields: figures by name, and tables by key, row and column, as texts; and what is said of a rate."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Cells = dict[str, dict[str, str]]


@dataclass
class Counts:
    """Figures by what they are called, and tables: key → row → column → what the cell says."""

    figures: dict[str, str] = field(default_factory=dict)
    tables: dict[str, Cells] = field(default_factory=dict)

    def add(self, figures: Mapping[str, Any]) -> None:
        """Take in figures; one that is known already must say the same."""
        for name, value in figures.items():
            said = str(value)
            assert self.figures.setdefault(name, said) == said, name


def numbered(texts: Iterable[str]) -> list[str]:
    """Texts that may be the same, each told from those before it."""
    seen: Counter[str] = Counter()
    marked = []
    for text in texts:
        seen[text] += 1
        marked.append(text if seen[text] == 1 else f"{text}（第 {seen[text]} 次）")
    return marked


def one_decimal(value: float) -> str:
    """A number with one decimal, halves away from zero as everybody rounds."""
    return f"{int(value * 10 + 0.5 + 1e-9) / 10:.1f}"


def percent(part: int, base: int) -> str:
    """A rate of two whole numbers in percent with one decimal; a dash where there is no base."""
    return f"{(part * 2000 + base) // (base * 2) / 10:.1f}%" if base else "—"


def rate(part: int, base: int) -> str:
    """A rate with its base: 92.3%(169/183); a dash where there is no base."""
    if not base:
        return "—"
    return f"{percent(part, base)}({part:,}/{base:,})"


def days(since: date, until: date) -> int:
    """How many days lie between two days."""
    return (until - since).days
