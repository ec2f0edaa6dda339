"""`manage.py backup`, `export` and `restore`, for a stopped server: the actions and the lines they print."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from board.backup import copies, formats
from board.backup import restore as backup_restore
from board.backup.restore import Preview
from board.backup.rules import Reason
from board.backup.words import BACKUP_SUBJECT
from board.errors import BoardError, StoreInUse, StoreUnusable
from board.store import folder_modes
from board.store.disk import fault
from board.store.store import Store
from board.store.trail import check
from board.store.trail.chain import Checked

CONFIRMED = "恢复"


def make(path: Path, to: Path | None) -> str:
    """Copy the store at `path` among its copies, or into a file or folder; returns a line on it. Raises BoardError."""
    if not path.exists():
        raise BoardError("没有可以备份的数据", f"{path} 不存在。", "请用 --data 指定数据文件夹。")
    with _opened(path) as store:
        target = to / copies.name_of(path) if to and to.is_dir() else to
        if target and target.exists():
            raise BoardError("备份没有做成", f"{target} 已经有了。", "请换一个文件名。")
        copy = copies.make(store, Reason.HAND, target)
    return f"已备份并核对：{copy.path}（{size_words(copy.size)}）"


def export(path: Path, to: Path) -> str:
    """Write all of the store at `path` in open formats into a file or folder; returns a line on it.

    Raises BoardError, and leaves nothing behind then.
    """
    target = to / formats.name_of(copies.name_of(path)) if to.is_dir() else to
    if target.exists():
        raise BoardError("没有导出", f"{target} 已经有了。", "请换一个文件名。")
    try:
        with TemporaryDirectory(dir=target.parent) as place:
            copy = Path(place) / "copy.zip"
            make(path, copy)
            count = formats.to_open(copy, target)
    except OSError as error:
        raise fault(error, "没有导出", target.parent) from error
    return f"已导出 {count} 张表，Parquet 和 CSV 各一份：{target}（{size_words(target.stat().st_size)}）"


def audit(path: Path) -> Checked:
    """Check the audit trail of the store at `path`. Raises BoardError."""
    if not path.exists():
        raise BoardError("没有数据文件", f"{path}。", "请用 --data 指定数据文件夹。")
    folder_modes.shut(path.parent)
    with _opened(path) as store:
        return check.check(store)


@contextmanager
def as_copy(file: Path, path: Path) -> Iterator[Path]:
    """Yields the copy to restore from a file: the file itself, or one made of an export. Raises BoardError."""
    if not formats.is_open(file):
        yield file
        return
    path.parent.mkdir(0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as place:
        copy = Path(place) / f"{file.stem}.zip"
        try:
            formats.to_copy(file, copy)
        except OSError as error:
            raise fault(error, "没有恢复", path.parent) from error
        yield copy


def preview_lines(archive: Path, path: Path) -> list[str]:
    """Returns the preview of restoring a copy as lines. Raises BoardError."""
    try:
        with _opened(path) as store:
            return _lines_of(archive, backup_restore.preview(store, archive, path))
    except StoreUnusable as error:
        if isinstance(error, StoreInUse) or not path.exists():
            raise
        return [
            f"现在的数据文件打不开（{error.title}），恢复前会整个另存。",
            *_lines_of(archive, _alone(archive, path)),
        ]


def restore(archive: Path, path: Path) -> str:
    """Replace the store with a copy; returns a line on it. Raises BoardError."""
    aside = backup_restore.restore_file(archive, path)
    kept = f"原来的文件另存在 {aside}。" if aside else ""
    return f"已恢复到 {path}。{kept}所有人要重新登录。"


def put_back(archive: Path, path: Path, *, is_sure: bool) -> str:
    """Print the preview, ask, and restore the copy; returns a line where it wasn't, else "". Raises BoardError."""
    print(*preview_lines(archive, path), sep="\n", flush=True)
    if not is_sure and input(f"确定的话请输入“{CONFIRMED}”：") != CONFIRMED:
        return "没有恢复，数据没有改动。"
    print(restore(archive, path), flush=True)
    return ""


def size_words(size: int) -> str:
    """A size in words for people."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1_000))} KB"  # noqa: PLR2004


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    store = copies.open_own(path)
    try:
        yield store
    finally:
        store.close()


def _alone(archive: Path, path: Path) -> Preview:
    return backup_restore.preview(None, archive, path)


def _lines_of(archive: Path, seen: Preview) -> list[str]:
    made = f"{seen.sheet.made_at:%Y-%m-%d %H:%M}"
    lines = [f"备份：{archive.name}，{made} 做成，已核对完整。", "恢复以后，各类记录会从现在的条数变成备份里的条数："]
    for each in seen.differences:
        now = "未知" if each.now_count is None else f"{each.now_count}"
        lost = f"；备份以后的 {each.lost_count} 次改动会丢失" if each.lost_count else ""
        last = f"（最近一次 {each.last_change_at:%Y-%m-%d %H:%M}）" if lost and each.last_change_at else ""
        lines.append(f"  {BACKUP_SUBJECT[each.subject]}：{now} → {each.copy_count}{lost}{last}")
    return lines
