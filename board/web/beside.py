"""The school of the district's example, on a server of its own beside the bureau's."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from board.example.district import LIVE, school_folder


def start_school(options: argparse.Namespace, data: Path, root: Path) -> "subprocess.Popen[bytes]":
    """Start it on the next port; it hands up to the bureau that these options start."""
    folder = school_folder(data)
    folder.mkdir(parents=True, exist_ok=True)
    host, port = options.address, options.port
    environment = {**os.environ, "CHAGAI_COLLECT": "0", "CHAGAI_SUPERIOR": f"{LIVE}@http://{host}:{port}"}
    command = [sys.executable, str(root / "manage.py"), "demo", "--no-browser", "--data", str(folder)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that what started this process's server ends it, too
    return subprocess.Popen([*command, "--port", str(port + 1)], env=environment)  # noqa: S603 - our own Python and file
