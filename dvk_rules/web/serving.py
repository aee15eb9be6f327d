"""The desk as an application, reached from this machine only."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dvk_rules.errors import Place, Problem, RunError
from dvk_rules.messages import LANGUAGES, say
from dvk_rules.system import system_reason
from dvk_rules.web.folder import Desk
from dvk_rules.web.jobs import Jobs

if TYPE_CHECKING:  # an extra: without it everything else works
    from flask import Flask

__all__ = ["HOST", "PORT", "make_app", "serve"]

HOST = "127.0.0.1"
PORT = 8020
_NAMES = {"127.0.0.1", "localhost"}
_UPLOAD = 200 * 1024 * 1024  # bytes of workbooks at a time


def make_app(folder: str | Path, lang: str = "vi") -> Flask:
    """The desk over ``folder`` as a WSGI application; ``lang`` is what a browser sees first.

    Raises ``RunError`` if the folder is not there, or the extra ``serve`` is not installed.
    """
    try:
        from flask import Flask, abort, g, request
    except ImportError:
        raise RunError([Problem("web.no-library")]) from None
    from dvk_rules.web.forms import Forms
    from dvk_rules.web.pages import Pages

    root = Path(folder).resolve()
    if not root.is_dir():
        raise RunError([Problem("web.no-folder", {"folder": str(folder)}, Place(str(folder)))])
    app = Flask("dvk_rules.web", root_path=str(Path(__file__).parent))
    app.config["MAX_CONTENT_LENGTH"] = _UPLOAD
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    token = secrets.token_urlsafe(24)

    @app.before_request
    def guard() -> None:
        """Answers this machine alone (no other name may lead here), and its own forms alone."""
        wanted = request.args.get("lang") or request.cookies.get("lang") or lang
        g.lang = wanted if wanted in LANGUAGES else lang
        if request.host.rsplit(":", 1)[0] not in _NAMES:
            abort(403)
        if request.method == "POST" and not secrets.compare_digest(
            request.form.get("token", "").encode(), token.encode()
        ):
            abort(403)

    @app.after_request
    def remember(response: Any) -> Any:
        if request.args.get("lang") in LANGUAGES:
            response.set_cookie("lang", g.lang, samesite="Strict")
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    @app.context_processor
    def words() -> dict[str, Any]:
        def t(code: str, **params: Any) -> str:
            return say(code, g.lang, **params)

        other = next(item for item in LANGUAGES if item != g.lang)
        return {"t": t, "lang": g.lang, "other_lang": other, "token": token, "folder": root}

    pages = Pages(Desk(root), Jobs())
    pages.add_to(app)
    Forms(pages).add_to(app)
    return app


def serve(
    folder: str | Path,
    lang: str = "vi",
    *,
    port: int = PORT,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serves the desk over ``folder`` until it is stopped; ``ready`` gets its address.

    Where ``port`` is taken, any free one is used. Raises ``RunError`` like ``make_app``.
    """
    app = make_app(folder, lang)
    try:
        from waitress.server import create_server
    except ImportError:
        raise RunError([Problem("web.no-library")]) from None
    listener = _listen(port)
    server = create_server(app, sockets=[listener], threads=8, ident=None)
    if ready is not None:
        ready(f"http://{HOST}:{listener.getsockname()[1]}/")
    server.run()


def _listen(port: int) -> socket.socket:
    """A socket on this machine's own address, at ``port`` or any free one."""
    for number in (port, 0):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listener.bind((HOST, number))
        except OSError as error:
            listener.close()
            if number == 0:
                raise RunError([Problem("web.no-port", {"reason": system_reason(error)})]) from None
        else:
            return listener
    raise AssertionError("unreachable")
