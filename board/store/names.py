"""The names behind accounts, kept in one table of the store and nowhere else, so that they can be forgotten.

Writers pass names and readers get names; every other table and the audit trail hold only marks of names. The store
swaps one for the other here, where rows go in and come out, so no ledger can keep a name.

- A mark commits to account and word: it is the SHA-256 of both with a salt. Hashes and fingerprints are over marks, so
  they stay valid when a name is deleted; and a name exchanged from outside no longer fits its mark (`faults`).
- When an account is deleted, salt and word are emptied and the mark stays. Without the salt nobody can try which name
  fits it. The account's actions stay distinct from those of others: they show as 已注销账号 with the account's id.
- A record keeps the name that its account had at the time: another name gets another mark.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

# Frames are small and wide: plain strings are filtered, joined and read in half the time of Arrow's.
pd.options.mode.string_storage = "python"
# Each column with the name of whoever did something → the column of that account's id.
NAMED = {"actor_name": "actor_id", "undone_by_name": "undone_by"}
# The rows of these statements are hashed or carried over, so they are read with their marks.
_UNJOINED = ("audit/rows_of", "audit/after")
_MARK = re.compile(r"N-[0-9a-f]{40}")
Row = dict[str, Any]


def mark_of(account_id: str, word: str, salt: str) -> str:
    """Returns the mark of a word about an account; it is longer than any name may be."""
    payload = json.dumps([salt, account_id, word], ensure_ascii=False)
    return f"N-{hashlib.sha256(payload.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"


def new_word(account_id: str, word: str) -> Row:
    """A row of `account_words`, with a salt of its own."""
    salt = secrets.token_hex(16)
    return {"mark": mark_of(account_id, word, salt), "account_id": account_id, "salt": salt, "word": word}


def is_mark(value: object) -> bool:
    """Whether a value is the mark of a word."""
    return isinstance(value, str) and _MARK.fullmatch(value) is not None


def comes_with_names(statement: str) -> bool:
    """Whether the rows of a statement are returned with names in the place of marks."""
    return not statement.endswith(_UNJOINED)


def gone(account_id: str) -> str:
    """Returns the text shown instead of the name of a deleted account."""
    return f"已注销账号 {account_id}"


class Names:
    """The names of a store's accounts and their marks. Marks are given out inside a write, which is one at a time."""

    def __init__(self, rows: Sequence[Mapping[str, str]]) -> None:
        self._words = {row["mark"]: row["word"] or gone(row["account_id"]) for row in rows}
        self._marks = {(row["account_id"], row["word"]): row["mark"] for row in rows if row["word"]}
        self._gone = {row["account_id"]: row["mark"] for row in rows if not row["word"]}

    def word(self, value: Any) -> Any:
        """Returns the word of a mark; any other value as it is."""
        return self._words.get(value, value) if isinstance(value, str) else value

    def marks_with(self, text: str) -> list[str]:
        """The marks of the words that hold a text."""
        return [mark for mark, word in self._words.items() if text in word]

    def known(self, account_id: str, word: str) -> str | None:
        """The existing mark of a word; for a deleted account, whose words are no longer kept, any of its marks."""
        return self._marks.get((account_id, word)) or self._gone.get(account_id)

    def expect(self, row: Row) -> None:
        """Make a word known that is about to be written, so that a read right after the commit finds it."""
        self._words[row["mark"]] = row["word"]

    def keep(self, rows: Iterable[Row]) -> None:
        """Note that words were written."""
        self._marks |= {(row["account_id"], row["word"]): row["mark"] for row in rows}

    def rows_with_names(self, rows: list[Row]) -> list[Row]:
        """Rows with names in the place of marks."""
        columns = [column for column in NAMED if rows and column in rows[0]]
        return [row | {column: self.word(row[column]) for column in columns} for row in rows] if columns else rows

    def frame_with_names(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A frame with names in the place of marks."""
        for column in NAMED:
            if column in frame and len(frame):
                frame[column] = frame[column].map(self.word, na_action="ignore")
        return frame


class Marking:
    """The marks that one write gives out."""

    def __init__(self, names: Names, insert: Callable[[list[Row]], None]) -> None:
        self._names = names
        self._insert = insert
        self.added: list[Row] = []

    def mark(self, account_id: str, word: str) -> str:
        """Returns the mark of a word about an account, and writes it if it is new; "" for no word."""
        if not word or is_mark(word):
            return word
        found = self._names.known(account_id, word)
        found = found or next((row["mark"] for row in self.added if _is_of(row, account_id, word)), None)
        if found:
            return found
        row = new_word(account_id, word)
        self._names.expect(row)
        self._insert([row])
        self.added.append(row)
        return str(row["mark"])

    def mark_table(self, table: pa.Table) -> pa.Table:
        """A table of rows about to be written, with marks in the place of names."""
        for column, holder in NAMED.items():
            if column in table.column_names and holder in table.column_names:
                pairs = zip(table[holder].to_pylist(), table[column].to_pylist(), strict=True)
                marks = pa.array([self.mark(each or "", word) if word else word for each, word in pairs], pa.string())
                table = table.set_column(table.column_names.index(column), column, marks)
        return table

    def mark_parameters(self, parameters: Mapping[str, Any]) -> Row:
        """The parameters of a statement, with marks in the place of names."""
        marks = {
            column: self.mark(str(parameters[holder] or ""), parameters[column])
            for column, holder in NAMED.items()
            if parameters.get(column) and holder in parameters
        }
        return {**parameters, **marks}


def _is_of(row: Row, account_id: str, word: str) -> bool:
    return (row["account_id"], row["word"]) == (account_id, word)


def faults(rows: Iterable[Mapping[str, str]], used: Iterable[tuple[str, str]], deleted: set[str]) -> Iterator[str]:
    """Yields one phrase for each name that was changed from outside the product.

    rows: of `account_words`. used: account and mark, as entries and events hold them. deleted: the accounts that were
    deleted according to the trail.
    """
    held = {row["mark"]: row for row in rows}
    for mark, row in held.items():
        account_id = row["account_id"]
        if not row["salt"] and not row["word"]:
            if not deleted if not account_id else account_id not in deleted:
                yield f"账号 {account_id}：名字不见了，没有注销的记录"
        elif account_id in deleted or mark != mark_of(account_id, row["word"], row["salt"]):
            yield f"账号 {account_id}：名字被改过"
    for account_id, mark in sorted(set(used)):
        if is_mark(mark) and (mark not in held or held[mark]["account_id"] != account_id):
            yield f"账号 {account_id}：名字不见了，或者被换过"
