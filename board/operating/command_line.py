"""The commands of `manage.py` and their options. Read before the environment exists: the standard library only."""

import argparse
import os
from pathlib import Path

PORT = 8501
THIS_MACHINE = "127.0.0.1"
_WHEELS = "不上网，从这个文件夹安装软件包（默认是程序旁边的 wheels，没有才上网）"
_CELLS = Path("/srv/chagai")
_DAYS = 7
# What makes it the board of a bureau above many units.
_ABOVE = {"demo": ("--district", "示例区：24 所学校的上级，和能现场上报的一所学校（下一个端口）")}
_ABOVE["run"] = ("--collect", "作为上级：收各单位的上报")


def read_options(arguments: list[str]) -> argparse.Namespace:
    """Parses the command and its options."""
    parser = argparse.ArgumentParser(prog="manage.py", description="查改看板：启动与检验")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for name, what in (("demo", "打开示例单位：不用登录，只限本机"), ("run", "正式使用：第一次启动时建立管理员账号")):
        command = commands.add_parser(name, help=what, description=what)
        command.add_argument("--port", type=int, default=PORT, metavar="N", help=f"端口（默认 {PORT}）")
        command.add_argument("--no-browser", action="store_true", help="不自动打开浏览器")
        command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")
        command.add_argument("--wheels", type=Path, metavar="DIR", help=_WHEELS)
        command.add_argument("--backup-to", type=Path, metavar="DIR", help="备份同时拷到这个文件夹，例如移动硬盘")
        command.add_argument(
            "--inbox", type=Path, metavar="DIR", help="别的程序放进这个文件夹的文件，列在“数据导入”里待确认"
        )
        command.add_argument(_ABOVE[name][0], action="store_true", help=_ABOVE[name][1])
        command.add_argument("--address", default=THIS_MACHINE, help="监听地址；局域网使用填 0.0.0.0，只限 run")
    _add_run(command)
    command = commands.add_parser("backup", help="把停着的数据备份一份，并核对")
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help="存成哪个文件、放在哪个文件夹（可不填）")
    command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")
    command = commands.add_parser("export", help="把停着的数据全部导出成 Parquet 和 CSV，别的程序也能读")
    command.add_argument("file", type=Path, metavar="FILE", help="存成哪个文件（zip）、放在哪个文件夹")
    command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")
    _add_import(commands)
    command = commands.add_parser("public", help="把打开了的公开网页写成一个文件夹，放到自己的网站；先停下程序")
    command.add_argument("--out", dest="file", type=Path, required=True, metavar="DIR", help="写到哪个文件夹")
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
    command = commands.add_parser("unlock", help="输错密码要等的，马上解除；不用停下程序")
    command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")
    command = commands.add_parser("upgrade", help="换成新版本：先备份，先用备份试，不成就不换；先停下程序")
    command.add_argument("source", type=Path, metavar="NEW", help="新版本：文件夹，或者 zip 文件")
    command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")
    command.add_argument("--wheels", type=Path, metavar="DIR", help=_WHEELS)
    _add_lake(commands)
    _add_cells(commands)
    commands.add_parser("test", help="运行全部检验")
    _add_bench(commands)
    return parser.parse_args(arguments)


def put_in_environment(options: argparse.Namespace) -> None:
    """Set the settings that the options stand for."""
    os.environ["CHAGAI_DEMO"] = "1" if options.command == "demo" else "0"
    if getattr(options, "district", False) or getattr(options, "collect", False):
        os.environ["CHAGAI_COLLECT"] = "1"
    if getattr(options, "lake", False):
        os.environ["CHAGAI_LAKE"] = "1"
    for name in ("data", "cert", "key"):
        if getattr(options, name, None):
            os.environ["CHAGAI_" + name.upper()] = str(getattr(options, name).resolve())
    if getattr(options, "proxies", None):
        os.environ["CHAGAI_PROXIES"] = options.proxies
    for option, name in (("backup_to", "BACKUP_TO"), ("inbox", "INBOX")):
        if getattr(options, option):
            os.environ["CHAGAI_" + name] = str(getattr(options, option).absolute())


def _add_run(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--lake", action="store_true", help="几台一起收：收到的放进共用的收件库，要和 --collect 一起给"
    )
    command.add_argument("--cert", type=Path, metavar="FILE", help="HTTPS 证书（PEM），要和 --key 一起给")
    command.add_argument("--key", type=Path, metavar="FILE", help="证书的私钥（PEM，没有密码）")
    command.add_argument("--proxies", metavar="LIST", help="信任的代理服务器地址，用逗号隔开")
    command.add_argument("--on-boot", type=Path, metavar="FILE", help="不启动，把开机自动启动的设置写进这个文件")


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("import", help="读评议表文件，先只看看；写明登录名才导入；先停下程序")
    command.add_argument("file", type=Path, nargs="+", metavar="FILE", help="评议表文件，可以写几个")
    command.add_argument("--round", required=True, metavar="NAME", help="导入到哪一轮评议")
    command.add_argument("--group", default="", metavar="WORD", help="文件里没写的，都是哪一类参评人员")
    command.add_argument("--way", default="", metavar="WORD", help="文件里没写的，是纸质还是网上")
    command.add_argument("--day", default="", metavar="DAY", help="文件里没写的，是哪一天（默认今天）")
    command.add_argument("--account", default="", metavar="NAME", help="由谁导入（登录名）；不写就只看看")
    command.add_argument("--data", type=Path, metavar="DIR", help="存放数据的文件夹（默认 data）")


def _add_lake(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    what = "几台上级的看板共用的收件库：看它有多大、合并、清理；不用停下程序"
    does = commands.add_parser("lake", help=what, description=what).add_subparsers(dest="does", required=True)
    does.add_parser("status", help="收了几份，有几个文件、多大，留着几个以前的状态")
    does.add_parser("compact", help="把等在数据库里的写成 Parquet 文件，小的合成大的")
    command = does.add_parser("expire", help="不再留以前的状态，删掉没有用的文件；收到的一份不少")
    command.add_argument("--days", type=int, default=_DAYS, metavar="N", help=f"留几天的（默认 {_DAYS}）")
    for each in does.choices.values():
        each.add_argument("--data", type=Path, metavar="DIR", help="存放数据和 lake.toml 的文件夹（默认 data）")
        each.add_argument("--wheels", type=Path, metavar="DIR", help=_WHEELS)


def _add_cells(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    what = "一台服务器上管很多个学校，各有各的数据；有人打开才启动"
    does = commands.add_parser("cells", help=what, description=what).add_subparsers(dest="does", required=True)
    command = does.add_parser("init", help="准备一个文件夹放全部学校，写好 systemd 和 Caddy 的设置；再运行一次是改设置")
    command.add_argument("--host", metavar="HOST", help="总网址，例如 kanban.example；各校是 名字.kanban.example")
    command.add_argument(
        "--tls", metavar="WORDS", help="证书：auto（默认）、internal（只在内网），或“证书文件 私钥文件”"
    )
    command.add_argument(
        "--idle", dest="idle_minutes", type=float, metavar="MIN", help="没有人开着几分钟就停下（默认 20）"
    )
    command.add_argument("--memory", metavar="SIZE", help="一个学校最多用多少内存（默认 1500M）")
    command.add_argument("--user", metavar="NAME", help="用哪个账号运行（默认 chagai）")
    command.add_argument("--metrics-port", type=int, metavar="N", help="本机读运行数字的端口（默认 9180）")
    command = does.add_parser("new", help="加一个学校")
    command.add_argument("name", metavar="NAME", help="名字：小写字母、数字、连字符")
    command.add_argument("--host", metavar="HOST", help="它自己的网址（默认 名字.总网址）")
    command.add_argument("--collect", action="store_true", help=_ABOVE["run"][1])
    does.add_parser("list", help="有哪些学校，哪些在运行")
    does.add_parser("serve", help="没有 systemd 的（例如容器里）用它：有人打开才启动")
    command = does.add_parser("backup", help="备份全部学校，正在用的也不用停下")
    command.add_argument("names", nargs="*", metavar="NAME", help="只备份这几个")
    command.add_argument("--to", type=Path, metavar="DIR", help="另拷一份到这个文件夹，一个学校一个子文件夹")
    command = does.add_parser("metrics", help="全部学校的运行数字，Prometheus 的格式")
    command.add_argument("--out", type=Path, metavar="FILE", help="写进这个文件")
    command = does.add_parser(
        "upgrade", help="用新版本的 manage.py 运行：学校一个一个换成这个版本，哪个不成就换回并停下"
    )
    command.add_argument("names", nargs="*", metavar="NAME", help="只换这几个")
    command = does.add_parser("back", help="换回升级以前的版本和数据")
    command.add_argument("names", nargs="+", metavar="NAME", help="哪几个学校")
    command.add_argument("--yes", action="store_true", help="知道升级以后存的会看不到")
    for each in does.choices.values():
        each.add_argument(
            "--in", dest="folder", type=Path, default=_CELLS, metavar="DIR", help=f"放全部学校的文件夹（默认 {_CELLS}）"
        )
    for name in ("init", "upgrade"):
        does.choices[name].add_argument("--wheels", type=Path, metavar="DIR", help=_WHEELS)


def _add_bench(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("bench", help="测速：与空白页等对照，给出倍数")
    command.add_argument("--quick", action="store_true", help="只测几分钟，数字较粗")
    command.add_argument("--output", type=Path, metavar="FILE", help="把结果表写成 Markdown 文件")
    command.add_argument("--only", nargs="+", default=[], metavar="NAME", help="只测这几项")
