"""Errors, in words for the person in front of the screen.

Every refusal carries a title (what), a message (why, where) and a remedy (what to do). Pages show the three in one
place, and never anything else of an error.
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

    @property
    def in_full(self) -> str:
        """The error for somebody at the server's own computer, with details hidden from others."""
        return f"{self}{place_of(self)}"


class ServersFault(BoardError):
    """A fault of the server's own computer: its disk, its file, its clock. `place`: where on it, shown only to whoever
    keeps the server.
    """

    def __init__(self, title: str, message: str = "", remedy: str = "", place: object = "") -> None:
        super().__init__(title, message, remedy)
        self.place = str(place)


def place_of(error: BoardError) -> str:
    """The place of a fault, as a line for whoever keeps the server; "" if there is none."""
    place = error.place if isinstance(error, ServersFault) else ""
    return f"在运行程序的电脑上：{place}" if place else ""


def to_outsiders(error: BoardError) -> BoardError:
    """The error as shown to people without an account: of a fault of the server, only that there is one."""
    if not isinstance(error, ServersFault):
        return error
    message = "运行程序的电脑出了问题，什么也没有保存。填的内容请先留着。"
    return ServersFault("现在办不了", message, "请过一会儿再试；还不行，请告诉单位的工作人员。")


class Refused(BoardError):
    """The person may not do this. `is_noted`: whether the refusal is in the audit trail."""

    is_noted = False


class Invalid(BoardError):
    """Typed values are wrong. `fields` maps a field's name to what is wrong with it."""

    def __init__(self, fields: Mapping[str, str], title: str = "还不能保存") -> None:
        super().__init__(title, "；".join(fields.values()), "请改好标出的各处，再按一次保存。已填的内容都还在。")
        self.fields = dict(fields)


class Conflict(BoardError):
    """Somebody else changed the record after this person opened it."""


class StoreUnusable(ServersFault):
    """The database file can't be used; it was left unchanged."""


class StoreInUse(StoreUnusable):
    """Another process has the database file open."""


class StoreDamaged(StoreUnusable):
    """The database file can't be read."""
