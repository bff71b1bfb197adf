"""Security headers, and the kinds of answers: public documents, private answers, first-party pages."""

import base64
import hashlib

from flask import Flask, Response

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
NOTHING_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def frame_policy(origins: list[str], style: str) -> str:
    """Return the frame's policy: framed by `origins` alone; its one inline style is named by hash."""
    named = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
        f"style-src 'sha256-{named}'; form-action 'self'; base-uri 'none'; frame-ancestors {' '.join(origins)}; "
        "require-trusted-types-for 'script'; trusted-types rejoinder"
    )


def private(response: Response) -> Response:
    """Mark an answer as nobody else's business."""
    response.headers["Cache-Control"] = "no-store"
    return response


def immutable(response: Response) -> Response:
    """Mark an answer whose address changes with its content; any page may show it."""
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def add_security_headers(app: Flask) -> None:
    """Give every answer what all of them need; a view may have set its own policy before."""

    @app.after_request
    def add(response: Response) -> Response:
        page = response.mimetype == "text/html"
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY if page else NOTHING_POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        if response.headers["Cache-Control"] == "no-store":
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
