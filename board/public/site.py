"""The public page of an activity with its files, as it is served and as it is written to a folder: the same bytes."""

import io
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from board.errors import BoardError
from board.public import page
from board.public.published import published
from board.public.tables import tables
from board.store.store import Store

INDEX = "index.html"
_FOLDERS = ("files", "data")
# Whatever this process otherwise keeps to itself: a web server reads it under another account.
_READABLE, _ENTERED = 0o644, 0o111
_SAME_TIME = (1980, 1, 1, 0, 0, 0)
_OURS = '<meta name="generator" content="查改看板">'


@dataclass(frozen=True)
class Site:
    """texts: what is made, by path; papers: the digest of each paper's file, by path."""

    texts: Mapping[str, bytes]
    papers: Mapping[str, str]


def site(store: Store, activity_id: str, on: date) -> Site:
    """The page as of a day; kept until a table that it was made from is written to."""

    def make() -> Site:
        shown = published(store, activity_id, on)
        data = tables(shown)
        open_now = store.rows("replies/opened_for", activity_id=activity_id, today=on)
        asked = {row["paper_id"]: f"{row['address']}/reply/{row['opening_id']}" for row in open_now}
        texts = {INDEX: page.page(shown, data, asked).encode(), "check.js": page.script(), **data}
        files = {page.file_name(each, end): sha for each in shown.issued for end, sha in each.digests.items()}
        return Site(texts, files)

    made: Site = store.cached(("public.site", activity_id, on), make)
    return made


def content(store: Store, made: Site, path: str) -> bytes | None:
    """A file of the site; None where it has none of this path. Raises BoardError for a paper that isn't what was
    signed."""
    if path not in made.papers:
        return made.texts.get(path)
    kept = store.rows("papers/content", sha256=made.papers[path])
    if not kept or sha256(kept[0]["content"]).hexdigest() != made.papers[path]:
        raise BoardError("文件已损坏", "存下的文件和签发时不一样，不能下载。", "请告诉管理员，从备份恢复。")
    return bytes(kept[0]["content"])


def files(store: Store, activity_id: str, on: date) -> Iterator[tuple[str, bytes]]:
    """Yields every file of the site with its path."""
    made = site(store, activity_id, on)
    for path in (*made.texts, *made.papers):
        found = content(store, made, path)
        if found is not None:
            yield path, found


def write(store: Store, activity_id: str, on: date, folder: Path) -> int:
    """Writes the site as a folder, in place of one written before, and returns the number of files.

    Nothing else in the folder is touched. Raises BoardError where it holds files and no page of ours.
    """
    made = dict(files(store, activity_id, on))
    index = folder / INDEX
    if folder.exists() and any(folder.iterdir()):
        if not index.is_file() or _OURS not in index.read_text("utf-8", "replace"):
            message = f"{folder} 里有别的文件，没有写。"
            raise BoardError("这个文件夹不是空的", message, "请换一个空的文件夹。")
        for name in _FOLDERS:  # what was taken back must not stay
            shutil.rmtree(folder / name, ignore_errors=True)
    for path, found in made.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(found)
        place.chmod(_READABLE)
    for opened in {folder, *((folder / path).parent for path in made)}:
        opened.chmod(_READABLE | _ENTERED)
    return len(made)


def archive(store: Store, activity_id: str, on: date) -> bytes:
    """The site as a zip file; the same site gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, found in files(store, activity_id, on):
            packed.writestr(zipfile.ZipInfo(path, _SAME_TIME), found)
    return made.getvalue()
