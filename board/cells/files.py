"""The files for systemd and Caddy, written from all cells: `data/templates/cells`."""

from pathlib import Path
from string import Template

from board.cells.cell import Cell, Place, Shared
from board.errors import BoardError

SOCKETS = Path("/run/chagai")  # as the socket units have it
_TEMPLATES = Path(__file__).parents[2] / "data" / "templates" / "cells"
_HIGH = 0.9  # of the memory, where the system begins to press a cell
_PLAIN = frozenset("\"'\\%$ {}\t\n")


def write(place: Place, program: Path, sockets: Path) -> list[Path]:
    """Write the units and the Caddyfile; returns the units. `program`: the version that the timers run; `sockets`: the
    folder of the sockets. Raises BoardError for a folder whose path the files can't hold.
    """
    if bad := next((each for each in (place.folder, program) if set(str(each)) & _PLAIN), None):
        raise BoardError("这个文件夹不能用", f"{bad} 的路径里有空格、引号或 % $ {{ }}。", "请换一个文件夹。")
    shared = place.shared
    values = {"folder": str(place.folder), "program": str(program), "python": f"{program}/.venv/bin/python"}
    values |= {"sockets": str(sockets), "user": shared.user, "memory": shared.memory}
    values["memory_high"] = str(int(shared.memory_bytes * _HIGH))
    units = place.folder / "units"
    units.mkdir(0o755, exist_ok=True)
    (place.folder / "metrics").mkdir(0o755, exist_ok=True)
    written = []
    for template in sorted(_TEMPLATES.glob("chagai*")):
        written.append(units / template.name)
        written[-1].write_text(_template(template.name).substitute(values), "utf-8")
    part = place.folder / ".Caddyfile.part"
    part.write_text(caddyfile(shared, place.cells(), place.folder, sockets), "utf-8")
    part.replace(place.folder / "Caddyfile")
    return written


def caddyfile(shared: Shared, cells: list[Cell], folder: Path, sockets: Path) -> str:
    """The configuration for Caddy: a host name for each cell, and a path of the common one that leads there."""
    tls = "" if shared.tls == "auto" else f"\ttls {shared.tls}\n"
    site = _template("site")
    sites = [
        site.substitute(host=each.host, tls=tls, socket=sockets / f"{each.name}.sock").rstrip("\n") for each in cells
    ]
    # Each cell has its own host name: of two schools under one, either's pages could read the other's.
    paths = [
        f"\tredir /{name} https://{host}/\n\thandle_path /{name}/* {{\n\t\tredir https://{host}{{uri}}\n\t}}\n"
        for name, host in ((each.name, each.host) for each in cells)
    ]
    values = {"host": shared.host, "metrics_port": shared.metrics_port, "folder": folder, "tls": tls}
    return _template("Caddyfile").substitute(values, paths="".join(paths), sites="\n".join(sites))


def _template(name: str) -> Template:
    return Template((_TEMPLATES / name).read_text("utf-8"))
