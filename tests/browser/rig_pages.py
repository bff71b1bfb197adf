"""The pages around the comments: sites of other people, which have nothing of ours but the two lines."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from rig_names import COMMENTS

LOADER = f'<script async src="{COMMENTS}/rejoinder.js"></script>'
THREAD = "<rejoinder-thread></rejoinder-thread>"
LISTENER = """<script>
window.heard = [];
for (const type of ["ready", "count", "posted", "deleted"])
  addEventListener(`rejoinder:${type}`, event => heard.push({ type, detail: event.detail }));
window.messages = [];
addEventListener("message", event => messages.push({ origin: event.origin, text: JSON.stringify(event.data) }));
</script>"""
STYLE = """body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 17px/1.6 Georgia, serif; color: #222 }
.dark { background: #14171a; color: #e6e6e6 } .far { height: 4000px }"""


@dataclass(frozen=True)
class HostPage:
    """What a site answers under one path."""

    html: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class HostPages:
    """Every site of other people; a path for which nothing was put answers with an ordinary article."""

    put: dict[str, HostPage] = field(default_factory=dict)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        url = f"https://{environ['HTTP_HOST']}{environ['PATH_INFO']}"
        page = self.put.get(url) or HostPage(article())
        status = HTTPStatus.OK
        body = page.html.encode()
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **page.headers}
        start_response(f"{status.value} {status.phrase}", list(headers.items()))
        return [body]

    def show(self, url: str, html: str, **headers: str) -> str:
        """Put a page at an address (without query) and return that address."""
        self.put[url] = HostPage(html, {name.replace("_", "-"): value for name, value in headers.items()})
        return url


def article(inside: str = THREAD, *, head: str = "", body_class: str = "", lang: str = "en") -> str:
    """An article of somebody's site, with `inside` under it."""
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>A post</title><link rel="icon" href="data:,"><style>{STYLE}</style>{LISTENER}{head}'
        f'<body class="{body_class}"><article><h1>A post</h1><p>A kettle, some rain, and a train that was late.</p>'
        f"</article>{LOADER}{inside}</body></html>"
    )


def bare_page(inside: str = THREAD) -> str:
    """A page without a single line of script or style of its own."""
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title>{LOADER}{inside}</html>'
