"""What can go wrong, in words for the person in front of the screen.

Every refusal carries a title (what), a message (why, where) and a remedy (what to do). Pages show the three in
one place; nothing else is ever shown of an error.
"""

from collections.abc import Mapping


class BoardError(Exception):
    """A refusal the user is meant to read. `title`, `message` and `remedy` are Chinese."""

    def __init__(self, title: str, message: str = "", remedy: str = "") -> None:
        super().__init__(title, message, remedy)
        self.title = title
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.title}：{self.message}{self.remedy}".rstrip("：")


class Refused(BoardError):
    """The person may not do this. `is_noted`: whether the audit trail has it."""

    is_noted = False


class Invalid(BoardError):
    """What was typed can't be taken. `fields` maps a field's name to what is wrong with it."""

    def __init__(self, fields: Mapping[str, str], title: str = "还不能保存") -> None:
        super().__init__(title, "；".join(fields.values()), "请改好标出的各处，再按一次保存。已填的内容都还在。")
        self.fields = dict(fields)


class Conflict(BoardError):
    """Somebody else changed the record after this person opened it."""


class StoreUnusable(BoardError):
    """The database file can't be served; it was left as it was."""


class StoreInUse(StoreUnusable):
    """Another process has the database file open."""


class StoreDamaged(StoreUnusable):
    """The database file can't be read."""
