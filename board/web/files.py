"""Files that Streamlit sends and receives: each belongs to the session that it was made for, and to nobody else."""

from collections import OrderedDict
from http import HTTPStatus
from pathlib import PurePosixPath

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import _calculate_file_id

from board.accounts.sign_in import COOKIE, who
from board.store.store import Store
from board.web import serving

_MEDIA, _UPLOADS = "/media/", "/_stcore/upload_file/"
# Streamlit forgets a file made for a download after a few runs, so far fewer than this exist at once.
_MOST = 5_000
_MADE: OrderedDict[tuple[str, str], None] = OrderedDict()


class _EndedError(Exception):
    """The session ended while its file was being uploaded."""


def made_for(token: str, content: bytes | str, mime: str, file_name: str) -> None:
    """Records for which session's token a file was made; Streamlit will name it after its content."""
    data = content.encode() if isinstance(content, str) else content
    key = (_calculate_file_id(data, mime, file_name), token)
    _MADE[key] = None
    _MADE.move_to_end(key)
    while len(_MADE) > _MOST:
        _MADE.popitem(last=False)


def is_anothers(connection: HTTPConnection) -> bool:
    """Whether a request asks for a file made for another session, or uploads one to another's page."""
    path, token = connection.scope["path"], connection.cookies.get(COOKIE, "")
    if serving.settings().demo or not path.startswith((_MEDIA, _UPLOADS)) or not runtime.exists():
        return False
    if path.startswith(_UPLOADS):
        page = runtime.get_instance().get_client(path.removeprefix(_UPLOADS).partition("/")[0])
        opened_by = page.client_context if page else None
        return opened_by is not None and opened_by.cookies.get(COOKIE) != token
    name = path.removeprefix(_MEDIA)
    file = runtime.get_instance().media_file_mgr.read_file(name)
    return (
        file is not None and file.kind == MediaFileKind.DOWNLOADABLE and (PurePosixPath(name).stem, token) not in _MADE
    )


def is_upload(scope: Scope) -> bool:
    """Whether a request uploads a file."""
    return bool(scope["path"].startswith(_UPLOADS))


async def taken_in(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Lets an upload through while its sender is signed in, which is checked at every piece of it."""
    token = HTTPConnection(scope).cookies.get(COOKIE, "")
    is_answered = False

    async def receive_asking() -> Message:
        message = await receive()
        if not _goes_on(serving.store(), token):
            raise _EndedError
        return message

    async def send_noting(message: Message) -> None:
        nonlocal is_answered
        is_answered = True
        await send(message)

    try:
        await app(scope, receive_asking, send_noting)
    except _EndedError:
        if not is_answered:
            await PlainTextResponse("请先登录", HTTPStatus.FORBIDDEN)(scope, receive, send)


def _goes_on(store: Store, token: str) -> bool:
    return serving.settings().demo or who(store, token) is not None
