"""The reading of a big file, beside the page: the page shows what it is at, and it can be cancelled.

A small file is read at once. One file is read at a time in a browser session; another one ends the former.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, TypeVar

import streamlit as st

from board.importing.files.progress import Progress, watching
from board.ui.imports.arrivals import Arrived, put_down

T = TypeVar("T")
_KEY = "imports_job"
# A file of this size is read within a moment.
_SMALL = 2**20
_SECONDS = 1.0


@dataclass
class _Job:
    """A reading. outcome: what it returned or the error it ended with, once its thread has ended."""

    key: Hashable
    file_id: str
    progress: Progress
    outcome: list[Any] = field(default_factory=list)
    thread: Thread | None = None

    def begin(self, make: Callable[[], Any]) -> None:
        """Reads in a thread of its own."""

        def read() -> None:
            try:
                with watching(self.progress):
                    self.outcome.append(make())
            except Exception as error:  # noqa: BLE001 - raised again where the page asks
                self.outcome.append(error)

        self.thread = Thread(target=read, daemon=True, name="import")
        self.thread.start()


def read_beside(upload: Arrived, key: Hashable, make: Callable[[], T], *, is_last: bool = True) -> T | None:
    """Returns what `make` returns; None as long as it isn't there, with its progress drawn instead. Raises what it
    raises.

    key: equal for the same reading of the same file. is_last: the file needn't be opened again for another reading.
    """
    if len(upload.data) <= _SMALL:
        return make()
    job: _Job | None = st.session_state.get(_KEY)
    if job is None or job.key != (upload.file_id, key):
        is_same = job is not None and job.file_id == upload.file_id and not job.progress.is_ended
        before = job.progress.opened if job is not None and is_same else {}
        end_reading()
        job = _Job((upload.file_id, key), upload.file_id, Progress(opened=before))
        st.session_state[_KEY] = job
        job.begin(make)
    if job.thread is not None:
        job.thread.join(_SECONDS)
    if not job.outcome:
        st.fragment(_show, run_every=_SECONDS)(job, upload)
        return None
    if is_last or isinstance(job.outcome[0], Exception):
        let_go()
    if isinstance(job.outcome[0], Exception):
        raise job.outcome[0]
    made: T = job.outcome[0]
    return made


def let_go() -> None:
    """Forgets the opened workbook, once no other reading of the file is to follow."""
    job: _Job | None = st.session_state.get(_KEY)
    if job is not None:
        job.progress.opened = {}


def end_reading() -> None:
    """Ends the reading that goes on, if there is one."""
    job: _Job | None = st.session_state.pop(_KEY, None)
    if job is not None:
        job.progress.is_ended = True


def _show(job: _Job, upload: Arrived) -> None:
    if job.outcome or job.progress.is_ended:
        st.rerun()
    progress = job.progress
    rows = f"　{progress.done:,} / {progress.total:,} 行" if progress.total else ""
    rows = rows or (f"　{progress.done:,} 行" if progress.done else "")
    share = progress.done / progress.total if progress.total else 0.0
    st.progress(min(share, 1.0), text=f"正在读这份文件（{len(upload.data) / 2**20:,.0f} MB）：{progress.step}{rows}")
    with st.container(horizontal=True, vertical_alignment="center"):
        stay = "可以离开本页，回来接着看" if upload.dropped else "请留在本页，离开了要重新选文件"
        st.caption(f"{stay}。读完以前什么也不会导入。", width="content")
        st.button("取消", key="imports_cancel", icon=":material/close:", on_click=_cancel, args=(upload,))


def _cancel(upload: Arrived) -> None:
    end_reading()
    put_down(upload)
