"""Starting on a strange machine: an old Python, no venv, no network, no permission; and never twice what is done."""

import ast
import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import manage
from board.errors import BoardError
from board.operating import command_line
from board.operating.install_faults import install_fault
from board.web.launch import take_port

OLD_PYTHON = (3, 6)
NONE_FITS = b"""ERROR: Could not find a version that satisfies the requirement duckdb==1.5.5 (from versions: 1.5.6)
ERROR: No matching distribution found for duckdb==1.5.5"""


def test_an_old_python_can_read_the_file_and_is_told_its_age() -> None:
    text = Path(manage.__file__).read_text("utf-8")
    ast.parse(text, feature_version=OLD_PYTHON)
    assert manage.age_fault((3, 10)) == "需要 Python 3.11 或更新的版本，现在是 3.10。请先安装新版 Python。"
    assert manage.age_fault((3, 11)) == manage.age_fault((4, 0)) == ""


def test_its_age_is_asked_before_anything_an_old_python_lacks_is_carried_out() -> None:
    statements = ast.parse(Path(manage.__file__).read_text("utf-8")).body
    asked = next(place for place, statement in enumerate(statements) if isinstance(statement, ast.If))
    before = [statement for statement in statements[:asked] if isinstance(statement, ast.FunctionDef)]
    assert [function.name for function in before] == ["age_fault"]
    assert all(isinstance(argument.annotation, ast.Constant) for argument in before[0].args.args)


def test_it_imports_nothing_but_the_standard_library_until_the_environment_stands() -> None:
    body = ast.parse(Path(manage.__file__).read_text("utf-8")).body
    modules = {name.name.partition(".")[0] for node in body if isinstance(node, ast.Import) for name in node.names}
    modules |= {str(node.module).partition(".")[0] for node in body if isinstance(node, ast.ImportFrom)}
    assert modules <= sys.stdlib_module_names


def test_the_demonstration_refuses_any_other_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert manage.main(["demo", "--address", "0.0.0.0"]) == 1  # noqa: S104 - refused is what is tested
    assert capsys.readouterr().err == "演示不用登录，所以只能在本机打开：请去掉 --address，或改用 run。\n"


def test_a_taken_port_is_refused_with_another_to_take() -> None:
    with take_port("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BoardError) as caught:
            take_port("127.0.0.1", port)
    assert caught.value.title == f"端口 {port} 用不了"
    assert "--port" in caught.value.remedy


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_does_not_exist_is_refused(port: int) -> None:
    with pytest.raises(BoardError, match="用不了"):
        take_port("127.0.0.1", port)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program in a folder of its own, asking for no packages, with nothing done yet."""
    monkeypatch.setattr(manage, "ROOT", tmp_path)
    monkeypatch.setattr(manage, "ENVIRONMENT", tmp_path / ".venv")
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\n")
    return tmp_path


@pytest.mark.walk
def test_without_ensurepip_the_pip_of_the_system_installs_into_the_environment(elsewhere: Path) -> None:
    assert manage.make_environment(has_ensurepip=False) == ""
    assert subprocess.call([str(manage.inner_python()), "-c", "import pip"], stderr=subprocess.DEVNULL) == 1
    assert manage.pip_command() == [sys.executable, "-m", "pip", "--python", str(manage.inner_python())]
    assert manage.install("requirements.txt") == ""
    assert (elsewhere / ".venv").is_dir()


@pytest.mark.usefixtures("elsewhere")
def test_with_neither_it_names_the_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    fault = manage.make_environment(has_ensurepip=False)
    assert fault.endswith("sudo apt install python{}.{}-venv".format(*sys.version_info[:2]))
    assert not manage.ENVIRONMENT.exists()


def line(name: str, file: Path | None = None) -> str:
    """What a list says of a package: its hash is the file's, or nobody's."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest() if file else "0" * 64
    return f"{name}==1 --hash=sha256:{digest}\n"


def test_what_is_installed_is_not_installed_again_until_the_list_changes(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manage.make_environment(has_ensurepip=False)
    for text, installs in (("", True), ("", False), ("# changed", True), ("# changed", False)):
        (elsewhere / "requirements.txt").write_text(text)
        capsys.readouterr()
        assert manage.prepare("requirements.txt") == ""
        assert ("正在安装" in capsys.readouterr().out) is installs


@pytest.mark.walk
def test_without_a_network_it_says_so_in_one_line(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / "requirements.txt").write_text(line("a-package-nobody-has"))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    manage.make_environment(has_ensurepip=False)
    for _ in range(2):  # what failed is tried again, not taken for done
        fault = manage.prepare("requirements.txt")
        assert fault.startswith("下载软件包失败：连不上网络。")
        assert "\n" not in fault


@pytest.mark.usefixtures("elsewhere")
def test_without_permission_to_write_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert manage.prepare("requirements.txt").startswith("没有写入权限：")


@pytest.mark.parametrize(
    ("said", "start"),
    [
        (b"ERROR: [Errno 28] No space left on device", "安装软件包失败：磁盘空间不足"),
        (b"ERROR: [Errno 13] Permission denied: '/x'", "安装软件包失败：没有写入权限"),
        (b"Temporary failure in name resolution", "下载软件包失败：连不上网络"),
        (NONE_FITS, "没有适合这台电脑的软件包：duckdb==1.5.5。要 64 位的 Python 3.11 到 3.14；"),
        (NONE_FITS.replace(b"1.5.6", b"none"), "下载软件包失败：连不上网络"),
        (b"something\nERROR: odd\n", "安装软件包失败：ERROR: odd"),
        (b"", "安装软件包失败：原因不明"),
    ],
)
def test_whatever_pip_says_comes_out_as_one_line(said: bytes, start: str) -> None:
    fault = install_fault(said, manage.ENVIRONMENT)
    assert fault.startswith(start)
    assert "\n" not in fault


def test_an_environment_that_is_a_link_is_entered_once(elsewhere: Path) -> None:
    manage.make_environment(has_ensurepip=False)
    (elsewhere / ".venv").rename(elsewhere / "roomier")
    (elsewhere / ".venv").symlink_to(elsewhere / "roomier", target_is_directory=True)
    (elsewhere / ".venv" / ".requirements-dev.txt").write_text(manage.digest("requirements-dev.txt"))
    (elsewhere / "tests").mkdir()
    (elsewhere / "tests" / "gate.py").write_text("def main():\n    return 7\n")
    shutil.copy(str(Path(__file__).parent.parent / "manage.py"), elsewhere)
    (elsewhere / "board" / "operating").mkdir(parents=True)
    shutil.copy(str(command_line.__file__), elsewhere / "board" / "operating")
    command = [sys.executable, str(elsewhere / "manage.py"), "test"]
    assert subprocess.run(command, timeout=30, check=False).returncode == 7


def test_the_environment_of_windows_has_its_python_elsewhere() -> None:
    assert manage.inner_python("nt").parts[-2:] == ("Scripts", "python.exe")
    assert manage.inner_python("posix").parts[-2:] == ("bin", "python")


@pytest.mark.parametrize("arguments", [[], ["serve"], ["demo", "--port", "x"]])
def test_it_refuses_what_is_no_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        manage.main(arguments)
    assert caught.value.code == 2
    assert "manage.py" in capsys.readouterr().err


def wheel(folder: Path, name: str, version: str = "1") -> Path:
    """A small package of its own, as pip takes it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}.py", f"VERSION = {version!r}\n")
        file.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        file.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: made\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        file.writestr(f"{about}/RECORD", f"{name}.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n")
    return path


@pytest.mark.walk
@pytest.mark.parametrize("is_beside", [True, False])
def test_a_folder_of_wheels_is_all_it_installs_from(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, is_beside: bool
) -> None:
    folder = elsewhere / ("wheels" if is_beside else "U 盘")
    (elsewhere / "requirements.txt").write_text(line("first_bell", wheel(folder, "first_bell")))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    manage.make_environment(has_ensurepip=False)
    assert manage.prepare("requirements.txt", None if is_beside else folder) == ""
    assert subprocess.call([str(manage.inner_python()), "-c", "import first_bell"]) == 0


@pytest.mark.walk
def test_what_the_folder_of_wheels_lacks_is_named(elsewhere: Path) -> None:
    first = line("first_bell", wheel(elsewhere / "wheels", "first_bell"))
    (elsewhere / "requirements.txt").write_text(first + line("second_bell"))
    manage.make_environment(has_ensurepip=False)
    fault = manage.prepare("requirements.txt")
    assert "wheels 里没有需要的软件包：second_bell==1。" in fault
    assert manage.prepare("requirements.txt", elsewhere / "nowhere").startswith("没有这个文件夹：")


@pytest.mark.walk
def test_a_package_that_was_changed_on_its_way_is_not_installed(elsewhere: Path) -> None:
    file = wheel(elsewhere / "wheels", "first_bell")
    (elsewhere / "requirements.txt").write_text(line("first_bell", file))
    with zipfile.ZipFile(file, "a") as more:
        more.writestr("first_bell_too.py", "")
    manage.make_environment(has_ensurepip=False)
    assert manage.prepare("requirements.txt").startswith("软件包和本程序认得的不一样，没有安装。")
    (elsewhere / "requirements.txt").write_text("first_bell==1\n")
    assert "没有校验值" in manage.prepare("requirements.txt")
    assert subprocess.call([str(manage.inner_python()), "-c", "import first_bell"], stderr=subprocess.DEVNULL) == 1


def test_every_command_that_may_install_takes_a_folder_of_wheels() -> None:
    for arguments in (["run"], ["demo"], ["upgrade", "new.zip"]):
        assert command_line.read_options([*arguments, "--wheels", "here"]).wheels == Path("here")


def test_what_a_start_compiled_the_next_one_reads_though_the_shell_forbids_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(manage, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(manage, "run_again", lambda *_: 0)  # would replace the process of the tests
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    manage.run_again_inside([])
    subprocess.run([sys.executable, "-c", "import board.words"], cwd=manage.ROOT, check=True)
    (compiled,) = tmp_path.rglob("words.*.pyc")
    assert compiled.is_relative_to(tmp_path / "bytecode")
