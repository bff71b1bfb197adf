"""What a browser keeps of a frame of ours: one cookie of each kind and an entry in its storage, asked for once more."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from rig_browsing import PATIENCE, Browsing
from rig_names import COMMENTS, COMMENTS_HOST
from rig_server import Rig

COOKIES = ("plain=1; SameSite=None", "partitioned=1; SameSite=None; Partitioned")
HOST_PAGE = (
    f'<!doctype html><title>Host</title><link rel="icon" href="data:,"><iframe src="{COMMENTS}/jar/first"></iframe>'
)
FIRST = "<script>try { localStorage.setItem('kept', '1') } catch {} location.replace('/jar/second')</script>"
SECOND = """<script>
let kept = "no";
try { if (localStorage.getItem("kept")) kept = "yes" } catch {}
fetch(`/jar/kept/${kept}`);
</script>"""
PAGES = {"/jar/first": FIRST, "/jar/second": SECOND}


def jar_in_front(app: Flask) -> Callable[..., Any]:
    """The application, with a frame under /jar that fills itself and then looks what is left."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        if not path.startswith("/jar/"):
            return app(environ, start_response)
        cookies = [("Set-Cookie", f"{one}; Secure; Path=/; Max-Age=9999") for one in COOKIES if path == "/jar/first"]
        start_response("200 OK", [("Content-Type", "text/html"), *cookies])
        return [f"<!doctype html><title>Jar</title>{PAGES.get(path, '')}".encode()]

    return answer


def kept_by(browsing: Browsing, rig: Rig) -> tuple[str, str, str]:
    """Whether the browser has kept the plain cookie, the partitioned one, and what was stored."""
    for _ in range(int(PATIENCE / 0.04)):
        if told := rig.asked(COMMENTS_HOST, "/jar/kept/"):
            break
        browsing.pause()
    cookies, stored = told[-1].cookies, told[-1].path.rpartition("/")[2]
    return ("yes" if "plain=1" in cookies else "no", "yes" if "partitioned=1" in cookies else "no", stored)
