"""The folder of all cells with its settings, and each cell with its files: how they are named, made and listed."""

import json
import os
import re
import shutil
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from board.errors import BoardError

# A part of a host name, and the name of a systemd unit's instance.
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_MEMORY = re.compile(r"[1-9]\d{0,5}[MG]")
_LONGEST_SOCKET = 107  # bytes, unix(7)
_UNITS = {"M": 1024**2, "G": 1024**3}
_ENV = """\
# {name} 自己的设置，改了以后，停下再启动才算数。还可以写的见 docs/operations.md。
CELL_HOST={host}
CHAGAI_DATA={data}
CHAGAI_PROXIES=127.0.0.1
CHAGAI_IDLE_MINUTES={idle:g}
CHAGAI_COLLECT={collects:d}
"""


@dataclass(frozen=True)
class Shared:
    """The settings of all cells: `host`, of which each cell's host name is a part by default; `tls`: how Caddy gets
    certificates (auto, internal, or the paths of certificate and key); minutes without a browser until a cell ends; the
    memory it may take; the account it runs as; the port on which this machine reads everybody's /metrics.
    """

    host: str
    tls: str = "auto"
    idle_minutes: float = 20
    memory: str = "1500M"
    user: str = "chagai"
    metrics_port: int = 9180

    @property
    def memory_bytes(self) -> int:
        """The memory that a cell may take, in bytes."""
        return int(self.memory[:-1]) * _UNITS[self.memory[-1]]


@dataclass(frozen=True)
class Cell:
    """One school's folder."""

    folder: Path

    @property
    def name(self) -> str:
        """Its name: a part of host names, of paths and of units."""
        return self.folder.name

    @property
    def data(self) -> Path:
        """The folder of its store."""
        return self.folder / "data"

    @property
    def store(self) -> Path:
        """Its store's file."""
        return self.data / "board.duckdb"

    @property
    def program(self) -> Path:
        """A link to the folder of the version that it runs."""
        return self.folder / "program"

    @property
    def previous(self) -> Path:
        """The version and the store before the last upgrade."""
        return self.folder / "previous"

    @property
    def stopped(self) -> Path:
        """A file that is there while the cell must not start."""
        return self.folder / "stopped"

    @property
    def environment(self) -> dict[str, str]:
        """Its settings, as systemd reads them from the file too."""
        lines = (self.folder / "cell.env").read_text("utf-8").splitlines()
        pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith(("#", ";")))
        return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}

    @property
    def host(self) -> str:
        """The host name under which browsers reach it."""
        return self.environment["CELL_HOST"]


@dataclass(frozen=True)
class Place:
    """The folder of all cells."""

    folder: Path

    @property
    def is_ready(self) -> bool:
        """Whether there are settings of all cells."""
        return (self.folder / "cells.toml").exists()

    @property
    def shared(self) -> Shared:
        """The settings of all cells. Raises BoardError where there are none yet, or they can't be read."""
        try:
            return Shared(**tomllib.loads((self.folder / "cells.toml").read_text("utf-8")))
        except FileNotFoundError as error:
            missing = f"{self.folder} 里没有 cells.toml。"
            remedy = "请先运行 python3 manage.py cells init --host 网址；放在别处的用 --in 指出来。"
            raise BoardError("这里还没有准备好", missing, remedy) from error
        except (tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as error:
            raise BoardError("设置读不了", f"{self.folder / 'cells.toml'} 写错了：{error}。", "请改正。") from error

    @property
    def sockets(self) -> Path:
        """Where the sockets are on a host without systemd."""
        return self.folder / "run"

    def cells(self) -> list[Cell]:
        """All cells, by name."""
        return [Cell(each.parent) for each in sorted(self.folder.glob("cells/*/cell.env"))]

    def chosen(self, names: list[str]) -> list[Cell]:
        """The cells of these names; all, if none is named. Raises BoardError for a name that no cell has."""
        known = {each.name: each for each in self.cells()}
        if unknown := [name for name in names if name not in known]:
            raise BoardError(
                "没有这个学校", f"{'、'.join(unknown)}。", f"有的是：{'、'.join(known) or '还一个都没有'}。"
            )
        return [known[name] for name in names] if names else list(known.values())

    def socket_of(self, cell: Cell) -> Path:
        """Where a cell listens on a host without systemd. Raises BoardError for a path too long for a socket."""
        path = self.sockets / f"{cell.name}.sock"
        if len(os.fsencode(path)) > _LONGEST_SOCKET:
            raise BoardError("文件夹的路径太长", f"{path} 超过 {_LONGEST_SOCKET} 个字节。", "请换一个短的。")
        return path


def prepare(place: Place, changes: dict[str, object]) -> Shared:
    """Keep settings of all cells, those that aren't changed as they were. Raises BoardError for wrong ones."""
    if place.is_ready:
        shared = replace(place.shared, **changes)  # type: ignore[arg-type]
    elif "host" in changes:
        shared = Shared(**changes)  # type: ignore[arg-type]
    else:
        remedy = "例如 --host kanban.example，各校就是 shiyan.kanban.example。"
        raise BoardError("缺少网址", "第一次要写明 --host。", remedy)
    shared = replace(shared, host=host_of(shared.host))
    if not _MEMORY.fullmatch(shared.memory):
        raise BoardError("内存写得不对", f"“{shared.memory}”看不懂。", "请写成 1500M 或 2G。")
    if not 0 < shared.idle_minutes < 100_000:  # noqa: PLR2004 - as `operating.settings` has it
        raise BoardError("分钟数写得不对", "没有人用多少分钟就停下，要大于 0。", "请写成 20 这样的数。")
    place.folder.mkdir(0o755, parents=True, exist_ok=True)
    text = "".join(f"{each.name} = {json.dumps(asdict(shared)[each.name])}\n" for each in fields(shared))
    (place.folder / "cells.toml").write_text(text, "utf-8")
    return shared


def add(place: Place, name: str, program: Path, host: str = "", *, collects: bool = False) -> Cell:
    """Make a cell that runs the version in a folder. Raises BoardError for a name or host that can't be or is taken."""
    shared, cells = place.shared, place.cells()
    if not _NAME.fullmatch(name):
        rule = "只能用小写字母、数字和中间的连字符，最长 40 个，例如 shiyan-1"
        raise BoardError("这个名字不能用在网址里", f"“{name}”不行：{rule}。", "请换一个。")
    cell = Cell(place.folder / "cells" / name)
    if os.path.lexists(cell.folder):
        raise BoardError("这个名字已经有了", f"{cell.folder} 已经在。", "请换一个名字。")
    place.socket_of(cell)
    wanted = host_of(host or f"{name}.{shared.host}")
    taken = {each.host: each.name for each in cells} | {shared.host: "各校的总网址"}
    if wanted in taken:
        raise BoardError("这个网址已经有了", f"{wanted} 是 {taken[wanted]} 的。", "请换一个 --host。")
    part = cell.folder.with_name(f".{name}.part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "data").mkdir(0o700, parents=True)
    (part / "program").symlink_to(program, target_is_directory=True)
    values = {"name": name, "host": wanted, "data": cell.data, "idle": shared.idle_minutes, "collects": collects}
    (part / "cell.env").write_text(_ENV.format(**values), "utf-8")
    _give(part / "data", shared.user)
    part.rename(cell.folder)
    return cell


def host_of(text: str) -> str:
    """A host name as DNS has it, also of one in Chinese. Raises BoardError for what can't be one."""
    try:
        host = text.strip().encode("idna").decode().lower()
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        remedy = "请写成 kanban.example 这样，不写 https:// 和路径。"
        raise BoardError("网址写得不对", f"“{text}”不能用作网址。", remedy)
    return host


def _give(data: Path, user: str) -> None:
    """Give a cell's data to the account that runs it, where whoever makes it may; the rest stays root's."""
    if os.geteuid() != 0:
        return
    try:
        shutil.chown(data, user, user)
    except LookupError as error:
        shutil.rmtree(data.parent)
        remedy = f"请先运行 useradd --system --user-group {user}，或者用 cells init --user 换一个。"
        raise BoardError("没有这个账号", f"运行程序的账号 {user} 不存在。", remedy) from error
