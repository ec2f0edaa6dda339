"""/looks.js: loaded by a page before anything is drawn, so that it begins in its reader's display settings.

/looks takes other settings. They are stored with the account; in the demonstration, which has none, in the browser.
"""

import json
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route

from board.accounts import looks as kept
from board.accounts.looks import Looks
from board.accounts.sign_in import COOKIE, who
from board.errors import BoardError
from board.web import serving

PATH, SCRIPT_PATH = "/looks", "/looks.js"
LOOKS_COOKIE = "chagai_looks"
_A_YEAR = 365 * 24 * 3600
_LARGEST = 200
_STREAMLIT = {"light": "Light", "dark": "Dark", "auto": "System"}
# On start Streamlit reads its theme from where its settings menu would have stored it for the page's address.
_SCRIPT = """(() => {
  const chosen = %s;
  const isOnPaper = new URLSearchParams(location.search).has("print");
  const theme = isOnPaper ? "Light" : chosen.theme;
  const isDark = theme === "Dark" || (theme === "System" && matchMedia("(prefers-color-scheme: dark)").matches);
  try {
    localStorage.setItem(`stActiveTheme-${location.pathname}-v2`, JSON.stringify(theme));
  } catch { /* a browser that keeps nothing shows what the device does */ }
  const root = document.documentElement;
  root.style.colorScheme = theme === "System" ? "light dark" : theme.toLowerCase();
  root.style.background = isDark ? "#15181c" : "#ffffff";
  root.dataset.size = chosen.isLarge && !isOnPaper ? "large" : "usual";
})();
"""


def looks_of(connection: HTTPConnection) -> Looks:
    """The display settings of whoever sends the request, from this or another device."""
    if not serving.settings().demo:
        actor = who(serving.store(), connection.cookies.get(COOKIE))
        return kept.looks(serving.store(), actor.account_id) if actor else Looks()
    return of_cookie(connection.cookies.get(LOOKS_COOKIE, ""))


def of_cookie(written: str) -> Looks:
    """The display settings in a browser's cookie."""
    theme, _, size = written.partition(".")
    return Looks(theme, size == "large") if theme in kept.THEMES else Looks()


async def show_script(request: Request) -> Response:
    """The script that applies the display settings."""
    chosen = await anyio.to_thread.run_sync(looks_of, request)
    settings = json.dumps({"theme": _STREAMLIT[chosen.theme], "isLarge": chosen.is_large})
    return Response(_SCRIPT % settings, media_type="text/javascript", headers={"Cache-Control": "no-store"})


async def take_looks(request: Request) -> Response:
    """Returns 204 once the settings are stored, 400 for unknown ones, 401 for nobody signed in."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        settings = json.loads(body)
        chosen = Looks(str(settings["theme"]), settings["isLarge"] is True)
        kept.refuse_unknown(chosen)
    except (ValueError, TypeError, KeyError, RecursionError, BoardError):
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    return await anyio.to_thread.run_sync(_keep, request, chosen)


def _keep(request: Request, chosen: Looks) -> Response:
    if serving.settings().demo:
        answer = Response(status_code=HTTPStatus.NO_CONTENT)
        written = f"{chosen.theme}.{'large' if chosen.is_large else 'usual'}"
        answer.set_cookie(LOOKS_COOKIE, written, max_age=_A_YEAR, httponly=True, samesite="lax")
        return answer
    actor = who(serving.store(), request.cookies.get(COOKIE))
    if actor is None:
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    kept.choose(serving.store(), actor, chosen)
    return Response(status_code=HTTPStatus.NO_CONTENT)


ROUTES = [Route(SCRIPT_PATH, show_script), Route(PATH, take_looks, methods=["POST"])]
