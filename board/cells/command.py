"""`manage.py cells`: makes and runs many schools on one host."""

import argparse
import getpass
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from board.cells import copying, figures, files, supervising, upgrading
from board.cells.cell import Place, Shared, add, prepare
from board.cells.processes import account_fault, is_systemds, server_of
from board.errors import BoardError
from board.store.disk import fault

if sys.platform != "win32":
    import fcntl


def carry_out(options: argparse.Namespace, root: Path) -> str:
    """Do what a command asks with the cells in a folder; returns what went wrong, '' where nothing did. `root`: this
    version's folder.
    """
    if os.name == "nt":
        return "很多个学校在一台服务器上，只能用 Linux。"
    place = Place(options.folder.resolve())
    try:
        return "" if _DOES[options.does](place, options, root) else "没有全部做完。"
    except BoardError as error:
        return error.in_full
    except OSError as error:
        return fault(error, "没有做完", place.folder).in_full


def _init(place: Place, options: argparse.Namespace, root: Path) -> bool:
    names = ("host", "tls", "idle_minutes", "memory", "user", "metrics_port")
    changes = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    if "metrics_port" in changes or not place.is_ready:
        _refuse_taken(changes.get("metrics_port", Shared.metrics_port))
    _compile(root, prepare(place, changes))
    units = _write(place, root)
    _say(f"已写好：{place.folder / 'Caddyfile'}，和 {units[0].parent} 里 systemd 的 {len(units)} 个文件。")
    _say(f"装上：cp {units[0].parent}/* /etc/systemd/system/ && systemctl daemon-reload")
    _say("定时：systemctl enable --now chagai-backup.timer chagai-metrics.timer")
    _say(f"在 /etc/caddy/Caddyfile 里写一行：import {place.folder}/Caddyfile")
    return True


def _new(place: Place, options: argparse.Namespace, root: Path) -> bool:
    cell = add(place, options.name, root, options.host or "", collects=options.collect)
    if what := account_fault(cell):
        shutil.rmtree(cell.folder)
        remedy = "请把程序放在这个账号读得到的地方，例如 /opt。"
        raise BoardError("运行程序的账号运行不了它", what, remedy)
    _write(place, root)
    host = cell.host
    _say(f"已建好：{cell.name}，网址是 https://{host}/，数据在 {cell.data}。")
    if is_systemds():
        _say(f"启用：systemctl enable --now chagai@{cell.name}.socket && systemctl reload caddy")
        _say(f"第一次打开要的一次性口令：journalctl -u chagai@{cell.name}")
    else:
        _say(f"启用：caddy reload。第一次打开要的一次性口令在 {cell.folder / 'cell.log'}。")
    return True


def _list(place: Place, _options: argparse.Namespace, _root: Path) -> bool:
    if not place.cells():
        _say(f"{place.shared.host}：还一个学校都没有。")
    for cell in place.cells():
        host, process = cell.host, server_of(cell.store)
        state = "停用" if cell.stopped.exists() else f"运行中（进程 {process}）" if process else "没有人用"
        _say(f"{cell.name}　https://{host}/　{state}　版本 {cell.program.resolve()}")
    return True


def _serve(place: Place, _options: argparse.Namespace, root: Path) -> bool:
    _write(place, root)
    supervising.serve(place)
    return True


def _backup(place: Place, options: argparse.Namespace, _root: Path) -> bool:
    return copying.backup(place.chosen(options.names), options.to, _say)


def _metrics(place: Place, options: argparse.Namespace, _root: Path) -> bool:
    if options.out:
        figures.write(place, options.out)
    else:
        _say(figures.text_of(place).decode())
    return True


def _upgrade(place: Place, options: argparse.Namespace, root: Path) -> bool:
    cells = place.chosen(options.names)
    with _alone(place):
        _compile(root, place.shared)
        is_done = upgrading.upgrade(cells, root, _say)
        _write(place, root)
    return is_done


def _back(place: Place, options: argparse.Namespace, _root: Path) -> bool:
    cells = place.chosen(options.names)
    if not options.yes:
        words = "、".join(each.name for each in cells)
        raise BoardError("没有换回", f"{words} 升级以后存的，换回以后看不到了（另放一份）。", "确定的话请加上 --yes。")
    with _alone(place):
        for cell in cells:
            _say(upgrading.take_back(cell))
    return True


_DOES: dict[str, Callable[[Place, argparse.Namespace, Path], bool]] = {
    "init": _init,
    "new": _new,
    "list": _list,
    "serve": _serve,
    "backup": _backup,
    "metrics": _metrics,
    "upgrade": _upgrade,
    "back": _back,
}


def _write(place: Place, root: Path) -> list[Path]:
    return files.write(place, root, files.SOCKETS if is_systemds() else place.sockets)


def _compile(root: Path, shared: Shared) -> None:
    """Compile the program and its packages: the account that runs the cells can't write there."""
    if shared.user != getpass.getuser():
        _say("正在编译程序和软件包，第一次要一会儿 …")
        subprocess.run([sys.executable, "-m", "compileall", "-q", "-j", "0", str(root)], check=False)  # noqa: S603 - our own Python


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """Let nobody else upgrade or take back meanwhile. Raises BoardError where somebody does."""
    with (place.folder / "upgrading").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BoardError("已经有人在升级", "等它做完再来。", "") from error
        yield


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            remedy = "请换一个，例如 --metrics-port 9181。"
            raise BoardError(f"端口 {port} 用不了", "已有别的程序在用，或者不是端口。", remedy) from error


def _say(line: str) -> None:
    print(line, flush=True)
