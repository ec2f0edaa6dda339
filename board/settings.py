"""The settings of one server, read once from the environment and nowhere else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from board.errors import BoardError

ROOT = Path(__file__).parent.parent
_PREFIX = "CHAGAI_"
_SWITCH = {"": False, "0": False, "1": True}


@dataclass(frozen=True)
class Settings:
    """`data`: the folder of the database file. `demo`: the example school, without accounts, for this machine only.

    `second`: a folder in which the copies are laid too, such as a USB disk; None: there is none.
    """

    data: Path
    demo: bool
    second: Path | None = None

    @property
    def store_path(self) -> Path:
        """The database file. The example has its own, so that it never opens a school's records without a sign-in."""
        return self.data / ("demo.duckdb" if self.demo else "board.duckdb")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read CHAGAI_DATA (a folder, by default `data` beside the program), CHAGAI_DEMO (0 or 1) and CHAGAI_BACKUP_TO
    (a second folder for the copies).

    Raises BoardError for a value that isn't one of these and for a CHAGAI_ name that doesn't exist: a setting that was
    misspelt must not be taken for one that was left out.
    """
    given = {name.removeprefix(_PREFIX): value for name, value in environment.items() if name.startswith(_PREFIX)}
    data, demo, second = given.pop("DATA", ""), given.pop("DEMO", ""), given.pop("BACKUP_TO", "")
    if given:
        names = "、".join(_PREFIX + name for name in sorted(given))
        raise BoardError(
            "环境变量写错了", f"没有这样的设置：{names}。", "可用的只有 CHAGAI_DATA、CHAGAI_DEMO 和 CHAGAI_BACKUP_TO。"
        )
    if demo not in _SWITCH:
        raise BoardError("环境变量写错了", f"CHAGAI_DEMO 只能是 0 或 1，现在是“{demo}”。", "请改正后再启动。")
    folder = Path(data or ROOT / "data").expanduser().resolve()
    return Settings(folder, _SWITCH[demo], Path(second).expanduser().absolute() if second else None)
