"""The settings of one server, read once from the environment and nowhere else."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from board.accounts.oidc_settings import Oidc
from board.errors import BoardError

ROOT = Path(__file__).parents[2]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_PREFIX = "CHAGAI_"
_NAMES = (
    "DATA",
    "DEMO",
    "CERT",
    "KEY",
    "PROXIES",
    "BACKUP_TO",
    "INBOX",
    "METRICS_TOKEN",
    "PLAIN_CHARTS",
    "COLLECT",
    "SUPERIOR",
    "IDLE_MINUTES",
    "LAKE",
)
_SHORTEST_TOKEN = 16
_MOST_MINUTES = 100_000
_SWITCH = {"": False, "0": False, "1": True}


@dataclass(frozen=True)
class Settings:
    """`data`: the folder of the database file. `demo`: the example school, without accounts, for this machine only.

    `metrics_token`: allows its holder to read the counts from other machines; empty: nobody may.
    `second`: a second folder for the copies, such as a USB disk; None: there is none. `inbox`: a folder where other
    programs drop files to import; None: there is none.
    `cert`, `key`: the files of the certificate and its key; without them the server speaks plain HTTP. `proxies`: the
    proxies that are trusted to name the origin of a request. `oidc`: the unit's provider of accounts, configured in a
    file beside the data; None: there is none. `plain_charts`: charts are drawn by Streamlit's element instead of ours.
    `collects`: it takes the submissions of other units. `superior`: where this unit hands up as long as nothing else is
    entered, as unit@address; '' for nowhere. `idle_minutes`: without a browser for so long, the server ends; 0: never.
    `lake`: as a collector it shares submissions with others, through the lake in `lake.toml` beside the data.
    """

    data: Path
    demo: bool
    cert: Path | None = None
    key: Path | None = None
    proxies: tuple[Network, ...] = ()
    second: Path | None = None
    metrics_token: str = ""
    oidc: Oidc | None = None
    plain_charts: bool = False
    collects: bool = False
    superior: str = ""
    inbox: Path | None = None
    idle_minutes: float = 0.0
    lake: bool = False

    @property
    def store_path(self) -> Path:
        """The database file. The examples have their own, so that none opens a unit's records without a sign-in."""
        return self.data / (("district.duckdb" if self.collects else "demo.duckdb") if self.demo else "board.duckdb")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read CHAGAI_DATA (a folder, by default `data` beside the program), CHAGAI_DEMO (0 or 1), CHAGAI_CERT and
    CHAGAI_KEY (files), CHAGAI_PROXIES (addresses or networks, separated by commas), CHAGAI_BACKUP_TO (a second folder
    for the copies), CHAGAI_INBOX (a folder to take files from), CHAGAI_METRICS_TOKEN, CHAGAI_PLAIN_CHARTS and
    CHAGAI_COLLECT (0 or 1), CHAGAI_SUPERIOR (unit@address), CHAGAI_IDLE_MINUTES (a number) and
    CHAGAI_LAKE (0 or 1).

    Raises BoardError for an invalid value and for an unknown CHAGAI_ name: a misspelt setting must not pass as one that
    was left out.
    """
    given = {name.removeprefix(_PREFIX): value for name, value in environment.items() if name.startswith(_PREFIX)}
    unknown = sorted(set(given) - set(_NAMES))
    if unknown:
        names, known = ("、".join(_PREFIX + name for name in each) for each in (unknown, _NAMES))
        raise _wrong(f"没有这样的设置：{names}。", f"可用的只有 {known}。")
    demo, plain_charts = _switch(given, "DEMO"), _switch(given, "PLAIN_CHARTS")
    cert, key = _file(given, "CERT"), _file(given, "KEY")
    if (cert is None) != (key is None):
        raise _wrong("CHAGAI_CERT 和 CHAGAI_KEY 只给了一个。", "证书和私钥要一起给。")
    data = Path(given.get("DATA") or ROOT / "data").expanduser().resolve()
    second, inbox = _folder(given, "BACKUP_TO"), _folder(given, "INBOX")
    token = given.get("METRICS_TOKEN", "")
    if 0 < len(token) < _SHORTEST_TOKEN:
        raise _wrong(f"CHAGAI_METRICS_TOKEN 太短，要 {_SHORTEST_TOKEN} 个字符以上。", "请换一个长的、随机的。")
    proxies = networks(given.get("PROXIES", ""))
    superior = given.get("SUPERIOR", "")
    if superior and not all(superior.partition("@")[::2]):
        raise _wrong(f"CHAGAI_SUPERIOR 看不懂：{superior}。", "请写成 单位编号@上级看板的网址。")
    collects, lake = _switch(given, "COLLECT"), _switch(given, "LAKE")
    if lake and (demo or not collects):
        raise _wrong("CHAGAI_LAKE 只给收上报的看板用。", "请和 CHAGAI_COLLECT 一起给（--collect --lake）。")
    idle = _minutes(given.get("IDLE_MINUTES", ""))
    of_units = (collects, superior, inbox, idle, lake)
    return Settings(data, demo, cert, key, proxies, second, token, None, plain_charts, *of_units)


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks (10.0.0.0/8), separated by commas. Raises BoardError for anything else."""
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise _wrong(
            f"CHAGAI_PROXIES 里有认不出的网络地址：{text}。", "请写成 127.0.0.1 或 10.0.0.0/8，用逗号隔开。"
        ) from error


def _switch(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "")
    if value not in _SWITCH:
        raise _wrong(f"{_PREFIX}{name} 只能是 0 或 1，现在是“{value}”。", "请改正后再启动。")
    return _SWITCH[value]


def _minutes(text: str) -> float:
    try:
        minutes = float(text or 0)
    except ValueError:
        minutes = -1
    if not 0 <= minutes < _MOST_MINUTES:
        raise _wrong(f"CHAGAI_IDLE_MINUTES 要写多少分钟，现在是“{text}”。", "请写成 20 这样的数，0 是一直开着。")
    return minutes


def _folder(given: Mapping[str, str], name: str) -> Path | None:
    return Path(given[name]).expanduser().absolute() if given.get(name) else None


def _file(given: Mapping[str, str], name: str) -> Path | None:
    path = Path(given[name]).expanduser().resolve() if given.get(name) else None
    if path and not path.is_file():
        raise _wrong(f"{_PREFIX}{name} 指的文件不存在：{path}。", "请检查路径。")
    return path


def _wrong(message: str, remedy: str) -> BoardError:
    return BoardError("环境变量写错了", message, remedy)
