"""Starts, copies, checks and times the product: `python3 manage.py demo`, `run`, `backup`, `audit`, `test`, `bench` …

Only the standard library, until the environment beside this file stands and this file runs again inside it. Any
Python 3.6 must be able to read it, to be told in one line that it is too old: no newer syntax here.
"""

import argparse
import getpass
import hashlib
import importlib.util
import io
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
OLDEST = (3, 11)
PORT = 8501
THIS_MACHINE = "127.0.0.1"
_NO_NETWORK = ("NewConnectionError", "ConnectTimeout", "Max retries", "name resolution", "ProxyError", "No matching")


def age_fault(version: "tuple[int, ...]") -> str:
    """One line for a Python that is too old; empty for one that will do."""
    if version >= OLDEST:
        return ""
    return "需要 Python {}.{} 或更新的版本，现在是 {}.{}。请先安装新版 Python。".format(*OLDEST, *version)


if age_fault(tuple(sys.version_info[:2])):
    sys.exit(age_fault(tuple(sys.version_info[:2])))


def main(arguments: list[str]) -> int:
    """Do what the command says, in the environment; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Chinese must not stop the product
    options = read_options(arguments)
    if options.command == "demo" and options.address != THIS_MACHINE:
        return fail("演示不用登录，所以只能在本机打开：请去掉 --address，或改用 run。")
    if not is_inside():
        fault = prepare("requirements-dev.txt" if options.command in {"test", "bench"} else "requirements.txt")
        return fail(fault) if fault else run_again_inside(arguments)
    if options.command == "bench":
        return bench(options)
    if options.command in {"backup", "export", "support", "restore"}:
        return keep(options)
    if options.command == "audit":
        return audit(options)
    return test() if options.command == "test" else start(options, arguments)


def read_options(arguments: list[str]) -> argparse.Namespace:
    """The command and its options."""
    parser = argparse.ArgumentParser(prog="manage.py", description="查改看板：启动与检验")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for name, what in (("demo", "打开示例单位：不用登录，只限本机"), ("run", "正式使用：第一次启动时建立管理员账号")):
        command = commands.add_parser(name, help=what, description=what)
        command.add_argument("--port", type=int, default=PORT, metavar="N", help=f"端口（默认 {PORT}）")
        command.add_argument("--no-browser", action="store_true", help="不自动打开浏览器")
        command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")
        command.add_argument("--backup-to", type=Path, metavar="DIR", help="备份同时拷到这个文件夹，例如移动硬盘")
        command.add_argument("--address", default=THIS_MACHINE, help="监听地址；局域网使用填 0.0.0.0，只限 run")
    command.add_argument("--cert", type=Path, metavar="FILE", help="HTTPS 证书（PEM），要和 --key 一起给")
    command.add_argument("--key", type=Path, metavar="FILE", help="证书的私钥（PEM，没有密码）")
    command.add_argument("--proxies", metavar="LIST", help="信任的代理服务器地址，用逗号隔开")
    command.add_argument("--on-boot", type=Path, metavar="FILE", help="不启动，把开机自动启动的设置写进这个文件")
    command = commands.add_parser("backup", help="把停着的数据备份一份，并核对")
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help="存成哪个文件、放在哪个文件夹（可不填）")
    command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")
    command = commands.add_parser("export", help="把停着的数据全部导出成 Parquet 和 CSV，别的程序也能读")
    command.add_argument("file", type=Path, metavar="FILE", help="存成哪个文件（zip）、放在哪个文件夹")
    command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")
    command = commands.add_parser("support", help="写一份运行情况，没有姓名和内容，请人帮忙看的时候用")
    command.add_argument("file", type=Path, metavar="FILE", help="存成哪个文件（zip）")
    command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")
    command = commands.add_parser("restore", help="用一份备份换下停着的数据，先说会丢失什么")
    command.add_argument("file", type=Path, metavar="FILE", help="备份文件，或者 export 导出的文件")
    command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")
    command.add_argument("--yes", action="store_true", help="不再问，直接恢复")
    command = commands.add_parser("audit", help="核对操作记录有没有被动过；先停下正在运行的查改看板")
    command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")
    commands.add_parser("test", help="运行全部检验")
    command = commands.add_parser("bench", help="测速：与空白页等对照，给出倍数")
    command.add_argument("--quick", action="store_true", help="只测几分钟，数字较粗")
    command.add_argument("--output", type=Path, metavar="FILE", help="把结果表写成 Markdown 文件")
    command.add_argument("--only", nargs="+", default=[], metavar="NAME", help="只测这几项")
    return parser.parse_args(arguments)


def start(options: argparse.Namespace, arguments: list[str]) -> int:
    """Serve the product until Ctrl-C; or write down what makes the computer do so whenever it starts."""
    from board import on_boot
    from board.errors import BoardError
    from board.settings import read_settings
    from board.web import launch

    if getattr(options, "on_boot", None):
        given = on_boot.asked(arguments)
        options.on_boot.write_bytes(on_boot.content(str(inner_python()), str(ROOT), given, getpass.getuser()))
        print(f"已写好：{options.on_boot}。怎么用写在文件的开头。", flush=True)
        return 0
    os.environ["CHAGAI_DEMO"] = "1" if options.command == "demo" else "0"
    for name in ("data", "cert", "key"):
        if getattr(options, name, None):
            os.environ["CHAGAI_" + name.upper()] = str(getattr(options, name).resolve())
    if getattr(options, "proxies", None):
        os.environ["CHAGAI_PROXIES"] = options.proxies
    if options.backup_to:
        os.environ["CHAGAI_BACKUP_TO"] = str(options.backup_to.absolute())
    os.chdir(str(ROOT))
    try:
        settings = read_settings()
        listening = launch.take_port(options.address, options.port)
        launch.serve(listening, settings, opens_browser=not options.no_browser)
    except BoardError as error:
        return fail(str(error))
    return 0


def keep(options: argparse.Namespace) -> int:
    """Make a copy of the store, or put one back after a look at what would be lost; or say how things are."""
    from board import backup_commands, support
    from board.errors import BoardError
    from board.settings import read_settings

    os.environ["CHAGAI_DEMO"] = "0"
    if options.data:
        os.environ["CHAGAI_DATA"] = str(options.data.resolve())
    try:
        path = read_settings().store_path
        if options.command == "backup":
            print(backup_commands.make(path, options.file), flush=True)
        elif options.command == "export":
            print(backup_commands.export(path, options.file), flush=True)
        elif options.command == "support":
            print(support.write(path, options.file), flush=True)
        else:
            with backup_commands.as_copy(options.file, path) as copy:
                return put_back(copy, path, is_sure=options.yes)
    except BoardError as error:
        return fail(str(error))
    except (EOFError, KeyboardInterrupt):
        return fail("没有恢复，数据没有改动。")
    return 0


def put_back(copy: Path, path: Path, *, is_sure: bool) -> int:
    """Say what putting a copy back would do, ask, and do it. Raises BoardError."""
    from board import backup_commands

    print(*backup_commands.preview_lines(copy, path), sep="\n", flush=True)
    if not is_sure and input(f"确定的话请输入“{backup_commands.CONFIRMED}”：") != backup_commands.CONFIRMED:
        return fail("没有恢复，数据没有改动。")
    print(backup_commands.restore(copy, path), flush=True)
    return 0


def audit(options: argparse.Namespace) -> int:
    """Check the audit trail of a store that nobody serves and say what was found; 1 where something is wrong."""
    from board import audit_log, db, settings
    from board.errors import BoardError

    path = settings.Settings(options.data or ROOT / "data", demo=False).store_path
    if not path.exists():
        return fail(f"没有数据文件：{path}。请用 --data 指定数据文件夹。")
    try:
        store = db.open_store(path)
    except BoardError as error:
        return fail(str(error))
    checked = audit_log.check(store)
    store.close()
    print("\n".join(audit_log.said(checked)), flush=True)
    return 0 if checked.is_sound else 1


def test() -> int:
    """Carry out everything the gate asks for."""
    from tests import gate

    return gate.main()


def bench(options: argparse.Namespace) -> int:
    """Measure the product against bare pages and print the table."""
    from tests.bench import run

    return run.main(quick=options.quick, output=options.output, only=options.only)


def fail(line: str) -> int:
    """Say why in one line; the exit code."""
    print(line, file=sys.stderr, flush=True)
    return 1


def prepare(requirements: str) -> str:
    """Make the environment beside this file and install what a file asks for, once; one line for what went wrong."""
    stamp, wanted = ENVIRONMENT / ("." + requirements), digest(requirements)
    if inner_python().exists() and stamp.exists() and stamp.read_text() == wanted:
        return ""
    if not os.access(str(ROOT), os.W_OK):
        return f"没有写入权限：请把程序放到可以写入的文件夹，现在是 {ROOT}。"
    fault = make_environment(importlib.util.find_spec("ensurepip") is not None) or install(requirements)
    if not fault:
        stamp.write_text(wanted)
    return fault


def digest(requirements: str) -> str:
    """What stands for a requirements file, and for those it may include, as they are now."""
    files = sorted(ROOT.glob("requirements*.txt")) if requirements != "requirements.txt" else [ROOT / requirements]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def is_inside() -> bool:
    """Whether this is the environment's Python; the environment may be a link to where there is more room."""
    return Path(sys.prefix).resolve() == ENVIRONMENT.resolve()


def inner_python(system: str = os.name) -> Path:
    """The environment's own Python."""
    return ENVIRONMENT / ("Scripts/python.exe" if system == "nt" else "bin/python")


def make_environment(has_ensurepip: bool) -> str:
    """Make the environment where it isn't; one line for what went wrong.

    Debian keeps the part of Python that puts pip into an environment in a package of its own. Where that is missing,
    the pip of the system installs into the environment from outside.
    """
    if inner_python().exists():
        return ""
    if not has_ensurepip and importlib.util.find_spec("pip") is None:
        return "缺少建立运行环境的组件，请先安装：sudo apt install python{}.{}-venv".format(*sys.version_info[:2])
    print("正在建立运行环境 …", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)] + ([] if has_ensurepip else ["--without-pip"])
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # noqa: PLW1510
    return "" if made.returncode == 0 else "运行环境建立失败：" + last_line(made.stdout)


def pip_command() -> list[str]:
    """What installs into the environment: its own pip, or else the system's."""
    inner = str(inner_python())
    has_pip = subprocess.call([inner, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
    return [inner, "-m", "pip"] if has_pip else [sys.executable, "-m", "pip", "--python", inner]


def install(requirements: str) -> str:
    """Install what the file asks for; one line for what went wrong."""
    print("正在安装软件包，只在第一次或更新后需要，约一两分钟 ", end="", flush=True)
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2", "--timeout", "15"]
    command = [*pip_command(), "install", *options, "-r", str(ROOT / requirements)]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    while True:
        try:
            said = pip.communicate(timeout=2)[0]
            break
        except subprocess.TimeoutExpired:
            print(".", end="", flush=True)
    print(flush=True)
    return "" if pip.returncode == 0 else install_fault(said)


def install_fault(said: bytes) -> str:
    """One line for what pip said when it failed."""
    text = said.decode("utf-8", "replace")
    if any(sign in text for sign in _NO_NETWORK):
        return "下载软件包失败：连不上网络。请检查网络后重试；国内可先设置镜像 PIP_INDEX_URL。"
    if "No space left" in text:
        return "安装软件包失败：磁盘空间不足。请腾出约 1 GB 后重试。"
    if "Permission denied" in text:
        return f"安装软件包失败：没有写入权限（{ENVIRONMENT}）。"
    return "安装软件包失败：" + last_line(said)


def last_line(said: bytes) -> str:
    """The last line a program said."""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "原因不明"


def run_again_inside(arguments: list[str]) -> int:
    """Run this file with the environment's Python; where that can take this process's place, it does."""
    command = [str(inner_python()), str(Path(__file__).resolve()), *arguments]
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - our own Python, on this very file
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
