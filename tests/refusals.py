"""Requests as no form sends them, and how each refusal has to look."""

from typing import Any

from frames import ORIGIN, Frame
from werkzeug.test import TestResponse


def send_raw(frame: Frame, raw: bytes, media_type: str = "application/json") -> TestResponse:
    """Post bytes where a comment is expected."""
    headers = {"Origin": ORIGIN, "X-CSRFToken": frame.session()["csrf_token"], "Content-Type": media_type}
    return frame.browser.post(f"/threads/{frame.thread}/comments", data=raw, headers=headers, base_url=ORIGIN)


def refused(answer: TestResponse, status: int, kind: str) -> dict[str, Any]:
    """Assert that an answer is this refusal, in the one shape of all errors; return it."""
    problem: dict[str, Any] = answer.get_json(force=True)
    assert (answer.status_code, problem["type"]) == (status, kind), answer.text[:500]
    assert answer.mimetype == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(problem)
    assert problem["status"] == status
    assert problem["detail"]
    assert answer.headers["Cache-Control"] == "no-store"
    return problem
