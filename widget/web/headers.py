"""Security headers, and the kinds of answers: public documents, private answers, first-party pages."""

import base64
import hashlib

from flask import Flask, Response

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
REVALIDATED = "public, no-cache"  # kept by anybody, checked every time
IMMUTABLE = "public, max-age=31536000, immutable"
NOTHING_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def frame_policy(origins: list[str], style: str) -> str:
    """Return the frame's policy: framed by `origins` alone; its one inline style is named by hash."""
    named = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
        f"style-src 'sha256-{named}'; form-action 'self'; base-uri 'none'; frame-ancestors {' '.join(origins)}; "
        "require-trusted-types-for 'script'; trusted-types rejoinder"
    )


def leaving_policy(origins: list[str]) -> str:
    """Return the policy of a page of ours whose form ends at one of `origins`: browsers hold redirects to it too."""
    return PAGE_POLICY.replace("form-action 'self'", f"form-action 'self' {' '.join(origins)}")


def private(response: Response) -> Response:
    """Mark an answer as nobody else's business."""
    response.headers["Cache-Control"] = "no-store"
    return response


def immutable(response: Response) -> Response:
    """Mark an answer whose address changes with its content; any page may show it."""
    response.headers["Cache-Control"] = IMMUTABLE
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def secure(response: Response) -> Response:
    """Give an answer what all of them need; a view may have set its own policy before."""
    page = response.mimetype == "text/html"
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY if page else NOTHING_POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    if response.headers["Cache-Control"] == "no-store":
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    return response


def public_headers(media_type: str, **more: str) -> list[tuple[str, str]]:
    """Return the headers of an answer that anybody may keep and checks every time; `more` by name with underscores."""
    response = Response(mimetype=media_type)
    response.headers.update({"Cache-Control": REVALIDATED} | {name.replace("_", "-"): more[name] for name in more})
    headers: list[tuple[str, str]] = secure(response).headers.to_wsgi_list()
    return [(name, value) for name, value in headers if name != "Content-Length"]


def add_security_headers(app: Flask) -> None:
    """Give every answer what all of them need."""
    app.after_request(secure)
