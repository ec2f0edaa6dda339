"""What stood on the disk when the power failed opens, and holds every write acknowledged before."""

import sys
from pathlib import Path

import pytest

from tests import power_cuts


@pytest.mark.skipif(sys.platform != "linux", reason="how a process is seen to stand still")
def test_after_the_power_failed_every_acknowledged_write_is_there(tmp_path: Path) -> None:
    """Many more of them: `python -m tests.power_cuts 200`."""
    looked_for, faults = power_cuts.series(3, tmp_path, tmp_path / "noted")
    assert faults == []
    assert looked_for > 0
