"""Reasons in one line why packages could not be installed. For `manage.py` before its environment exists: standard
library only, readable by any Python 3.6.
"""

from pathlib import Path

_NO_NETWORK = "下载软件包失败：连不上网络。请检查网络后重试；国内可先设置镜像 PIP_INDEX_URL。"
# A sign in pip's output → the line for the person; the first that fits is used.
_LINES = {
    "NewConnectionError": _NO_NETWORK,
    "ConnectTimeout": _NO_NETWORK,
    "Max retries": _NO_NETWORK,
    "name resolution": _NO_NETWORK,
    "ProxyError": _NO_NETWORK,
    "DO NOT MATCH THE HASHES": "软件包和本程序认得的不一样，没有安装。请换一个下载的地方，或者重新下载 wheels 文件夹。",
    "Hashes are required": "安装软件包失败：软件包清单里有的没有校验值。请用随程序来的那一份清单。",
    "No matching": _NO_NETWORK,
    "No space left": "安装软件包失败：磁盘空间不足。请腾出约 1 GB 后重试。",
}


def install_fault(output: bytes, environment: Path, place: "Path | None" = None) -> str:
    """Returns one line on why pip failed, from its output.

    environment: the folder that pip installs into; place: the folder of wheels to install from, if any.
    """
    text = output.decode("utf-8", "replace")
    lacking = text.partition("No matching distribution found for ")[2].split("\n")[0]
    if place and lacking:
        return f"{place} 里没有需要的软件包：{lacking}。请在同样系统、同样 Python 版本的电脑上重新下载一遍。"
    if lacking and "from versions: none" not in text:  # "none" means that the index can't be reached
        return f"没有适合这台电脑的软件包：{lacking}。要 64 位的 Python 3.11 到 3.14；Mac 要苹果芯片、macOS 12 以上。"
    if "Permission denied" in text:
        return f"安装软件包失败：没有写入权限（{environment}）。"
    known = next((line for sign, line in _LINES.items() if sign in text), "")
    return known or "安装软件包失败：" + last_line(output)


def last_line(output: bytes) -> str:
    """Returns the last line that a program wrote."""
    return (output.decode("utf-8", "replace").strip().splitlines() or ["原因不明"])[-1]
