"""Where the lake is: `lake.toml` beside the data. It may hold passwords, so it is never copied with the data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from board.errors import BoardError

FILE = "lake.toml"
_POSTGRES = "postgres:"
# A database that doesn't answer must not keep a collector waiting: libpq's own settings, in seconds and milliseconds.
_PATIENCE = {"connect_timeout": "5", "tcp_user_timeout": "10000", "keepalives_idle": "10"}
_TEXTS = ("catalogue", "files")
_S3 = ("key_id", "secret", "endpoint", "region", "url_style")
_REMEDY = f"写法见安装和运行里的“几台一起收上报”。改好 {FILE} 再启动。"


@dataclass(frozen=True)
class Place:
    """catalogue: what DuckLake keeps its tables' state in, `postgres:` and the words of libpq. files: the folder, or
    the address in an S3-compatible store (s3://…), of the Parquet files, with a final slash. s3: key_id, secret and,
    unless it is Amazon's, endpoint, region, url_style; is_open: it is spoken to without TLS."""

    catalogue: str = field(repr=False)
    files: str
    s3: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_open: bool = False

    @property
    def is_remote(self) -> bool:
        """Whether the files lie in an S3-compatible store."""
        return self.files.startswith("s3://")


def load(folder: Path) -> Place:
    """The place in `lake.toml` of the data folder. Raises BoardError where it is missing or not understood."""
    try:
        given = tomllib.loads((folder / FILE).read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise BoardError("没有收件库的设置", f"数据文件夹里没有 {FILE}。", _REMEDY) from error
    except (OSError, ValueError) as error:
        raise BoardError("收件库的设置读不出来", f"{FILE} 不合 TOML 的写法，或者没有权限读。", _REMEDY) from error
    if faults := _faults(given):
        raise BoardError("收件库的设置不对", "；".join(faults) + "。", _REMEDY)
    s3 = dict(given.get("s3", {}))
    is_open = not s3.pop("use_ssl", True)
    files = given["files"] if given["files"].startswith("s3://") else str((folder / given["files"]).resolve())
    return Place(_patient(given["catalogue"]), files.rstrip("/") + "/", s3, is_open)


def _faults(given: Mapping[str, Any]) -> list[str]:
    """The faults of the settings, in words."""
    s3 = given.get("s3", {})
    faults = [f"没有写 {name}" for name in _TEXTS if not given.get(name) or not isinstance(given[name], str)]
    faults += [f"不认识 {name}" for name in given if name not in (*_TEXTS, "s3")]
    if not isinstance(s3, dict):
        return [*faults, "s3 要写成一节"]
    texts = {name: value for name, value in s3.items() if name != "use_ssl"}
    faults += [f"不认识 s3 的 {name}" for name in texts if name not in _S3]
    faults += [f"s3 的 {name} 要写成文字" for name, value in texts.items() if not isinstance(value, str)]
    if not isinstance(s3.get("use_ssl", True), bool):
        faults.append("s3 的 use_ssl 要写 true 或 false")
    if str(given.get("files", "")).startswith("s3://") and not {"key_id", "secret"} <= s3.keys():
        faults.append("files 在 s3 上，要写 s3 的 key_id 和 secret")
    return faults


def _patient(catalogue: str) -> str:
    """The catalogue's address with how long to wait for it, where that isn't written."""
    if not catalogue.startswith(_POSTGRES):
        return catalogue
    more = [f"{name}={value}" for name, value in _PATIENCE.items() if f"{name}=" not in catalogue]
    return " ".join([catalogue, *more])
