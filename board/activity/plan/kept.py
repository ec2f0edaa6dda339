"""Plans that a unit stores itself (方案): copied from existing ones, edited, checked, stored in the data folder.

The plans that come with the product are never changed; a stored plan is a file of its own beside the database.
"""

import re
from pathlib import Path

from board.access import Actor, require
from board.activity.plan.reading import Plan, load_plan, plan_of, plans, shipped_plans
from board.errors import BoardError, Invalid
from board.store.disk import fault
from board.typed import printable

PERMISSION = "activities.edit"
MOST_BYTES = 512 * 1024
_NAME = re.compile(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff-]{0,39}")


def folder_of(data: Path) -> Path:
    """The folder in which a data folder stores its plans."""
    return data / "plans"


def at_hand(folder: Path) -> dict[str, Path]:
    """The plans that come with the product and those stored in a folder, by name; the former first."""
    shipped = shipped_plans()
    return shipped | {name: path for name, path in plans(folder).items() if name not in shipped}


def is_shipped(name: str) -> bool:
    """Whether a plan comes with the product."""
    return name in shipped_plans()


def title_of(name: str) -> str:
    """The title of a plan on the screen: its stage if it comes with the product, else its name."""
    return f"{load_plan(shipped_plans()[name]).activity.stage}（程序自带）" if is_shipped(name) else name


def usable(folder: Path) -> dict[str, Plan]:
    """The available plans that pass the checks, by name."""
    sound = {}
    for name, path in at_hand(folder).items():
        try:
            sound[name] = load_plan(path)
        except BoardError:
            continue
    return sound


def text_of(folder: Path, name: str) -> str:
    """The text of an available plan. Raises BoardError if there is none, or if it can't be read."""
    path = at_hand(folder).get(name)
    try:
        return path.read_bytes().decode("utf-8-sig") if path else _refuse_missing(name)
    except (OSError, UnicodeDecodeError) as error:
        raise BoardError("方案读不出来", f"“{name}”不是 UTF-8 编码的文本，或读不出来。", "请重新上传。") from error


def checked_text(name: str, text: str) -> Plan:
    """The plan in a text. Raises BoardError that names the line and the key of the fault."""
    if len(text.encode()) > MOST_BYTES:
        raise BoardError(
            "方案文件不能用", f"文件超过 {MOST_BYTES // 1024} KB。", "方案只写文字，请核对是不是选错了文件。"
        )
    return plan_of(name, text)


def save(actor: Actor, folder: Path, name: str, text: str, *, is_new: bool = False) -> Plan:
    """Saves a plan under a name, whole or not at all, and returns it.

    Raises Refused, Invalid by field (name: invalid, one that comes with the product, or, if it is to be new, existing
    already), and BoardError for a text that doesn't pass the checks; the earlier plan then stays.
    """
    require(actor, PERMISSION)
    plain_name = printable(name)
    if not _NAME.fullmatch(plain_name):
        raise Invalid({"name": "名称用汉字、字母、数字和 -，最多 40 个字"})
    if is_shipped(plain_name):
        raise Invalid({"name": "这是程序自带的方案，不能改；请复制一份，另起名称"})
    if is_new and plain_name in at_hand(folder):
        raise Invalid({"name": f"已经有叫“{plain_name}”的方案"})
    plan = checked_text(plain_name, text)
    _write(folder / f"{plain_name}.toml", text)
    return plan


def remove(actor: Actor, folder: Path, name: str) -> None:
    """Deletes a stored plan; activities made from it stay. Raises Refused, and BoardError if there is none."""
    require(actor, PERMISSION)
    if is_shipped(name):
        raise BoardError("不能删去", "这是程序自带的方案。", "自己复制的方案可以删去。")
    path = at_hand(folder).get(name)
    if path is None:
        _refuse_missing(name)
    else:
        path.unlink()


def _refuse_missing(name: str) -> str:
    raise BoardError("没有这个方案", f"找不到叫“{name}”的方案。", "请刷新页面核对。")


def _write(path: Path, text: str) -> None:
    """Writes a new file and then replaces the old one, so a reader sees either the old plan or the new one."""
    beside = path.with_suffix(".toml.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, "utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise fault(error, "方案没有保存", path.parent) from error
