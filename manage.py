"""Starts, copies, checks and times the product: `python3 manage.py demo`, `run`, `backup`, `audit`, `test`, `bench` …

Standard library only, until the environment beside this file exists and this file runs again inside it. Python 3.6 must
be able to parse this file, in order to print one line that it is too old: no newer syntax here.
"""

import argparse
import getpass
import hashlib
import importlib
import importlib.util
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
OLDEST = (3, 11)
UNFINISHED = ROOT / ".upgrade" / "plan.json"


def age_fault(version: "tuple[int, ...]") -> str:
    """Returns one line for a Python that is too old; empty for one that is new enough."""
    if version >= OLDEST:
        return ""
    return "需要 Python {}.{} 或更新的版本，现在是 {}.{}。请先安装新版 Python。".format(*OLDEST, *version)


if age_fault(tuple(sys.version_info[:2])):
    sys.exit(age_fault(tuple(sys.version_info[:2])))


def main(arguments: list[str]) -> int:
    """Carry out the command, in the environment; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Chinese must not stop the product
    if UNFINISHED.exists():
        return fail("") if finish_upgrade() and UNFINISHED.exists() else run_again(sys.executable, arguments)
    from board.operating import command_line

    options = command_line.read_options(arguments)
    if options.command == "demo" and options.address != command_line.THIS_MACHINE:
        return fail("演示不用登录，所以只能在本机打开：请去掉 --address，或改用 run。")
    if not is_inside():
        what = "lake" if getattr(options, "lake", False) else options.command
        wanted = "requirements{}.txt".format({"test": "-dev", "bench": "-dev", "lake": "-lake"}.get(what, ""))
        fault = prepare(wanted, None if what == "upgrade" else getattr(options, "wheels", None))
        return fail(fault) if fault else run_again_inside(arguments)
    return COMMANDS[options.command](options, arguments)


def start(options: argparse.Namespace, arguments: list[str]) -> int:
    """Serve the product until Ctrl-C; or write the file that makes the computer serve it at every start."""
    from board.errors import BoardError
    from board.operating import command_line, on_boot, settings
    from board.web import beside, launch

    if getattr(options, "on_boot", None):
        content = on_boot.content(str(inner_python()), str(ROOT), on_boot.asked(arguments), getpass.getuser())
        options.on_boot.write_bytes(content)
        print(f"已写好：{options.on_boot}。怎么用写在文件的开头。", flush=True)
        return 0
    command_line.put_in_environment(options)
    os.chdir(str(ROOT))
    try:
        chosen = settings.read_settings()
        listening = launch.take_port(options.address, options.port)
        school = beside.start_school(options, chosen.data, ROOT) if getattr(options, "district", False) else None
        try:
            launch.serve(listening, chosen, opens_browser=not options.no_browser)
        finally:
            if school:
                school.terminate()
    except BoardError as error:
        return fail(error.in_full)
    return 0


def keep(options: argparse.Namespace, _: "list[str]") -> int:
    """Write a copy, an export, public pages or the support bundle; read or import files; restore after a preview."""
    from board.backup import commands as backup_commands
    from board.errors import BoardError
    from board.imports import command
    from board.operating import settings, support
    from board.public import command as public_pages
    from board.store import folder_modes

    os.environ["CHAGAI_DEMO"] = "0"
    if options.data:
        os.environ["CHAGAI_DATA"] = str(options.data.resolve())
    try:
        path = settings.read_settings().store_path
        folder_modes.shut(path.parent)
        makes: dict[str, Callable[..., str]] = {"backup": backup_commands.make, "export": backup_commands.export}
        makes |= {"import": command.bring_from(options), "support": support.write, "public": public_pages.write_from}
        if options.command in makes:
            print(makes[options.command](path, options.file), flush=True)
        else:
            with backup_commands.as_copy(options.file, path) as copy:
                fault = backup_commands.put_back(copy, path, is_sure=options.yes)
                return fail(fault) if fault else 0
    except BoardError as error:
        return fail(error.in_full)
    except (EOFError, KeyboardInterrupt):
        return fail("没有恢复，数据没有改动。")
    return 0


def audit(options: argparse.Namespace, _: "list[str]") -> int:
    """Check the audit trail of a store that nobody serves and print the result; returns 1 where something is wrong."""
    from board.backup import commands
    from board.errors import BoardError
    from board.operating import settings
    from board.store.trail import check

    try:
        checked = commands.audit(settings.Settings(options.data or ROOT / "data", demo=False).store_path)
    except BoardError as error:
        return fail(error.in_full)
    print("\n".join(check.report_lines(checked)), flush=True)
    return 0 if checked.is_sound else 1


def unlock(options: argparse.Namespace, _: "list[str]") -> int:
    """End all waiting times for wrong passwords, whether the store is being served or not."""
    from board.accounts import unlocking

    try:
        print(unlocking.ask(options.data or ROOT / "data"), flush=True)
    except OSError as error:
        return fail(f"没有解除：写不进数据文件夹（{error.strerror}）。请用 --data 指定数据文件夹。")
    return 0


def upgrade(options: argparse.Namespace, _: "list[str]") -> int:
    """Prepare a new version, try it on a copy of the data, and only then put it in place."""
    from board.errors import BoardError
    from board.operating import upgrade as upgrading
    from board.operating.settings import read_settings

    if options.data:
        os.environ["CHAGAI_DATA"] = str(options.data.resolve())
    try:
        upgrading.get_ready(options.source, ROOT, read_settings().data, options.wheels)
    except BoardError as error:
        return fail(f"{error.in_full}\n没有升级，程序和数据都没有动。")
    return finish_upgrade() if os.name != "nt" else 0


def finish_upgrade() -> int:
    """Put a prepared version in place, or, where that fails, the old one; returns the exit code."""
    return subprocess.call([sys.executable, str(UNFINISHED.with_name("swap.py")), str(ROOT)])


def many(options: argparse.Namespace, _: "list[str]") -> int:
    """Make and run many schools on one host; look after the lake that several collectors share."""
    fault: str = importlib.import_module(f"board.{options.command}.command").carry_out(options, ROOT)
    return fail(fault) if fault else 0


def test(_options: argparse.Namespace, _: "list[str]") -> int:
    """Run all checks of the gate."""
    from tests.gate import main as check

    return check()


def bench(options: argparse.Namespace, _: "list[str]") -> int:
    """Measure the product against bare pages and print the table."""
    from tests.bench import run

    return run.main(quick=options.quick, output=options.output, only=options.only)


COMMANDS: "dict[str, Callable[[argparse.Namespace, list[str]], int]]" = {
    **dict.fromkeys(("demo", "run"), start),
    **dict.fromkeys(("backup", "export", "import", "public", "support", "restore"), keep),
    "audit": audit,
    "unlock": unlock,
    "upgrade": upgrade,
    **dict.fromkeys(("cells", "lake"), many),
    "test": test,
    "bench": bench,
}


def fail(line: str) -> int:
    """Print one line on what failed; returns the exit code."""
    print(line, file=sys.stderr, flush=True)
    return 1


def prepare(requirements: str, wheels: "Path | None" = None) -> str:
    """Make the environment beside this file and install the requirements, once; returns one line on a fault, else "".

    `wheels`: the folder to install from without a network; by default `wheels` beside this file, where there is one.
    """
    stamp, wanted = ENVIRONMENT / ("." + requirements), digest(requirements)
    if inner_python().exists() and stamp.exists() and stamp.read_text() == wanted:
        return ""
    if not os.access(str(ROOT), os.W_OK):
        return f"没有写入权限：请把程序放到可以写入的文件夹，现在是 {ROOT}。"
    fault = make_environment(importlib.util.find_spec("ensurepip") is not None) or install(requirements, wheels)
    if not fault:
        stamp.write_text(wanted)
    return fault


def digest(requirements: str) -> str:
    """Returns a hash of a requirements file, and of those it may include, as they are now."""
    files = sorted(ROOT.glob("requirements*.txt")) if requirements != "requirements.txt" else [ROOT / requirements]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def is_inside() -> bool:
    """Whether this is the environment's Python; the environment may be a link to where there is more room."""
    return Path(sys.prefix).resolve() == ENVIRONMENT.resolve()


def inner_python(system: str = os.name) -> Path:
    """The environment's own Python."""
    return ENVIRONMENT / ("Scripts/python.exe" if system == "nt" else "bin/python")


def make_environment(has_ensurepip: bool) -> str:
    """Make the environment where there is none; returns one line on a fault, else "".

    Debian packs what puts pip into an environment apart; without it the system's pip installs from outside.
    """
    if inner_python().exists():
        return ""
    if not has_ensurepip and importlib.util.find_spec("pip") is None:
        return "缺少建立运行环境的组件，请先安装：sudo apt install python{}.{}-venv".format(*sys.version_info[:2])
    from board.operating.install_faults import last_line

    print("正在建立运行环境 …", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)] + ([] if has_ensurepip else ["--without-pip"])
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # noqa: PLW1510
    return "" if made.returncode == 0 else "运行环境建立失败：" + last_line(made.stdout)


def pip_command() -> list[str]:
    """Returns the command that installs into the environment: its own pip, or else the system's."""
    inner = str(inner_python())
    has_pip = subprocess.call([inner, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
    return [inner, "-m", "pip"] if has_pip else [sys.executable, "-m", "pip", "--python", inner]


def install(requirements: str, wheels: "Path | None" = None) -> str:
    """Install the requirements of a file, only with the hashes in it; returns one line on a fault, else ""."""
    place = wheels or (ROOT / "wheels" if (ROOT / "wheels").is_dir() else None)
    if place and not place.is_dir():
        return f"没有这个文件夹：{place}。"
    from board.operating.install_faults import install_fault

    print("正在安装软件包，只在第一次或更新后需要，约一两分钟 ", end="", flush=True)
    # Not compiled at install: Python compiles modules when it loads them.
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-compile", "--retries", "2", "--timeout=15"]
    options += ["--no-index", "--find-links", str(place.resolve())] if place else []
    options += ["--require-hashes", "--only-binary=:all:", "-r", str(ROOT / requirements)]
    pip = subprocess.Popen([*pip_command(), "install", *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    while True:
        try:
            output = pip.communicate(timeout=2)[0]
            break
        except subprocess.TimeoutExpired:
            print(".", end="", flush=True)
    print(flush=True)
    return "" if pip.returncode == 0 else install_fault(output, ENVIRONMENT, place)


def run_again_inside(arguments: list[str]) -> int:
    """Run this file with the environment's Python, which replaces this process where the system allows it.

    Windows can't move a folder whose Python is running, so there a new version is put in place from outside.
    """
    # Containers forbid bytecode beside its source: to compile 700 files anew makes a start half as long again.
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(ENVIRONMENT / "bytecode")
    code = run_again(str(inner_python()), arguments)
    return finish_upgrade() if UNFINISHED.exists() else code


def run_again(python: str, arguments: list[str]) -> int:
    """Run this file with a Python, which replaces this process where the system allows it; returns the exit code."""
    command = [python, str(Path(__file__).resolve()), *arguments]
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - our own Python, on this very file
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
