"""`manage.py public`: the pages that are open as folders of files, from a store that nobody serves."""

from pathlib import Path

from board import clock
from board.activity import activities
from board.backup.copies import open_own
from board.errors import BoardError
from board.public import switch
from board.public.site import write
from board.store.store import Store


def write_from(path: Path, folder: Path) -> str:
    """Writes the pages of the store in a file and returns a line on each. Raises as `write_open`, and where there is no
    store or it is being served."""
    if not path.exists():
        raise BoardError("没有数据文件", f"没有写：{path} 不在。", "请用 --data 指定数据文件夹。")
    store = open_own(path)
    try:
        return "\n".join(write_open(store, folder))
    finally:
        store.close()


def write_open(store: Store, folder: Path) -> list[str]:
    """Writes the site of each activity whose page is open as a folder of its own, and returns a line on each.

    Raises BoardError where no page is open, or a folder can't be written.
    """
    every = activities.activities(store)["activity_id"]
    chosen = [activity_id for activity_id in every if switch.is_open(store, activity_id)]
    if not chosen:
        raise BoardError("没有打开的公开网页", "没有写任何文件。", "请管理员先在“系统管理”的“活动”里打开。")
    try:
        counts = {folder / each: write(store, each, clock.today(), folder / each) for each in chosen}
    except OSError as error:
        raise BoardError("写不进文件夹", f"{folder}：{error.strerror}。", "请换一个可以写的文件夹。") from error
    return [f"已写好：{place}（{count} 个文件）" for place, count in counts.items()]
