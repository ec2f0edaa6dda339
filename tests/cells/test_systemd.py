"""The units under systemd itself, as process 1 of namespaces of its own where root may make them: socket activation,
sleep, a killed cell, a backup meanwhile, and that a cell sees no other's folder.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cells.conftest import ROOT

SYSTEMD = Path("/usr/lib/systemd/systemd")
pytestmark = [
    pytest.mark.walk,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or not SYSTEMD.exists() or not shutil.which("unshare"),
        reason="needs root and systemd",
    ),
]
# Its own /run, /srv and /opt, and a control group of its own; of units only ours and empty targets.
_WITHIN = """
set -e
mount --make-rprivate /
umount -R /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup
for place in /run /srv /opt; do mount -t tmpfs -o mode=755 tmpfs $place; done
mkdir -p /opt/program /run/units /run/systemd/system
mount --bind {root} /opt/program
cd /opt/program
.venv/bin/python manage.py cells init --host board.localhost --tls internal --user root --idle 0.3
for name in no1 no2; do .venv/bin/python manage.py cells new $name; done
cp /srv/chagai/units/* /run/units/
for each in sysinit basic sockets timers shutdown multi-user network umount final; do
  printf '[Unit]\\nDefaultDependencies=no\\n' > /run/units/$each.target
done
for each in system -; do printf '[Unit]\\nDefaultDependencies=no\\n[Slice]\\n' > /run/units/$each.slice; done
printf '[Unit]\\nDefaultDependencies=no\\nWants=chagai@no1.socket chagai@no2.socket try.service\\n' \
  > /run/units/try.target
printf '[Unit]\\nDefaultDependencies=no\\nAfter=chagai@no1.socket chagai@no2.socket\\n[Service]\\nType=oneshot\\n' \
  > /run/units/try.service
echo 'ExecStart=/opt/program/.venv/bin/python /opt/program/tests/cells/inside_systemd.py /opt/program {result}' \
  >> /run/units/try.service
SYSTEMD_UNIT_PATH=/run/units container=lxc exec {systemd} --system --log-target=null --unit=try.target < /dev/null
"""


def test_systemd_starts_a_cell_when_somebody_comes_and_keeps_the_others_out_of_its_sight(tmp_path: Path) -> None:
    result, script = tmp_path / "result", tmp_path / "within.sh"
    script.write_text(_WITHIN.format(root=ROOT, systemd=SYSTEMD, result=result))
    line = ["unshare", "-fpmC", "--kill-child", "--mount-proc", "sh", str(script)]
    with (tmp_path / "log").open("wb") as log, subprocess.Popen(line, stdout=log, stderr=log) as running:
        ends = time.monotonic() + 240
        while running.poll() is None and not result.exists() and time.monotonic() < ends:
            time.sleep(0.5)
        running.kill()
    if not result.exists() and "Operation not permitted" in (tmp_path / "log").read_text():
        pytest.skip("namespaces aren't allowed here")
    seen = json.loads(result.read_text("utf-8"))
    print(seen)
    assert seen["asleep"] == "inactive"
    assert seen["sees"] == ["no1"]
    assert seen["group"].endswith("/chagai.slice/chagai@no1.service\n")
    assert seen["backup"] == [0, "备份好了 2 个学校。\n"]
    assert re.search(r"^no2　\S+　没有人用", seen["list"][1], re.MULTILINE)
    assert seen["other"]
    assert seen["idle"] == ["inactive", "active"]
    assert seen["upgrade"] == [0, "全部 2 个学校都是新版本了。\n"]
