"""What starts the product with the computer: systems can read it, and it starts what was asked for."""

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import manage
from board.operating import command_line, on_boot

FOLDER = "/srv/查改 看板"
OPTIONS = ["--port", "80", "--address", "0.0.0.0", "--data", "/srv/数据 50%"]  # noqa: S104 - what somebody asks for


def command_of(unit: str) -> list[str]:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read_string(unit)
    return shlex.split(read["Service"]["ExecStart"].replace("%%", "%").replace("$$", "$"))


def test_the_unit_starts_the_product_as_asked() -> None:
    command = command_of(on_boot.unit(f"{FOLDER}/.venv/bin/python", FOLDER, OPTIONS, "office"))
    assert command[:2] == [f"{FOLDER}/.venv/bin/python", f"{FOLDER}/manage.py"]
    options = command_line.read_options(command[2:])
    assert (options.command, options.port, options.data) == ("run", 80, Path("/srv/数据 50%"))
    assert options.no_browser


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="asks systemd itself")
def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "chagai.service"
    file.write_text(on_boot.unit(shutil.which("python3") or "", str(manage.ROOT), ["--port", "80"], "root"), "utf-8")
    asked = subprocess.run(("systemd-analyze", "verify", str(file)), capture_output=True, encoding="utf-8", check=False)
    assert "chagai.service" not in asked.stderr


def test_the_task_starts_the_product_as_asked() -> None:
    read = ET.fromstring(on_boot.content("C:\\查改\\python.exe", "C:\\查改 & 看板", OPTIONS, "", "nt"))  # noqa: S314 - ours
    told = {each: read.findtext(f".//{{*}}{each}") for each in ("Command", "Arguments", "WorkingDirectory")}
    assert (told["Command"], told["WorkingDirectory"]) == ("C:\\查改\\python.exe", "C:\\查改 & 看板")
    assert '"C:\\查改 & 看板\\manage.py" run --no-browser --port 80' in str(told["Arguments"])
    assert '"/srv/数据 50%"' in str(told["Arguments"])


def test_the_command_writes_it_and_starts_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "chagai.service"
    assert manage.main(["run", "--port", "8080", "--on-boot", str(file), "--no-browser"]) == 0
    assert "已写好" in capsys.readouterr().out
    command = command_of(file.read_text("utf-8"))
    assert command[3:] == ["--no-browser", "--port", "8080"]
