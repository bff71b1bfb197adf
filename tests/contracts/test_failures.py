"""The contract of every provider when something breaks: one sentence, no leak, and never a wrong person."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from dialects import CODE, DIALECTS, GONE, PICTURE, SECRET, TOKEN, Visit, says, sentence_of, settings, visiting
from loopback import talking
from werkzeug.wrappers import Request, Response

from widget.providers import failures

ODD_BODIES = [
    pytest.param(body, id=name)
    for name, body in {
        "false": b"false",
        "null": b"null",
        "list": b"[]",
        "word": b'"token"',
        "number": b"429",
        "nothing": b"",
        "html": b"<!doctype html><title>Oops</title>",
        "not JSON": b"{'a': 1}",
        "not UTF-8": b'{"a": "\xff"}',
        "deep": b"[" * 100_000,
        "oversize": b" " * 1_100_000,
        "empty object": b"{}",
    }.items()
]


class TestTokens:
    """The token endpoint misbehaves."""

    def token(self, visit: Visit, body: Any, status: int = 200, **headers: str) -> str:
        visit.answers[visit.dialect.token_path] = says(body, status, **headers)
        sentence = sentence_of(visit)
        assert not visit.dialect.profile_path or visit.asked_at(visit.dialect.profile_path) == []
        return sentence

    def test_too_many_requests_are_no_token(self, visit: Visit) -> None:
        body = {"title": "Too Many Requests", "detail": "x", "type": "about:blank", "status": 429}
        assert "too busy" in self.token(visit, body, 429)
        assert "too busy" in self.token(visit, body | {"access_token": TOKEN}, 429)

    def test_an_error_object_is_understood(self, visit: Visit) -> None:
        error = {"message": "Error validating client secret.", "type": "OAuthException", "code": 1}
        assert "did not complete" in self.token(visit, {"error": error}, 400)

    @pytest.mark.parametrize("error", ["invalid_client", None, [], 5, {"type": [], "code": "x"}, "<script>"])
    def test_any_error_is_a_failure(self, visit: Visit, error: Any) -> None:
        assert "did not complete" in self.token(visit, {"error": error, "access_token": TOKEN}, 400)
        assert "did not complete" in self.token(visit, {"error": error, "access_token": TOKEN}, 200)

    @pytest.mark.parametrize("body", ODD_BODIES)
    def test_what_is_no_token_is_a_failure(self, visit: Visit, body: bytes) -> None:
        assert self.token(visit, body)

    @pytest.mark.parametrize("token", [None, "", 5, True, [TOKEN], {"a": 1}, "a\r\nHost: evil", "ä", "x" * 9000])
    def test_an_odd_token_is_never_sent_on(self, visit: Visit, token: Any) -> None:
        assert "did not complete" in self.token(visit, {"access_token": token, "token_type": "bearer"})

    @pytest.mark.parametrize("expiry", [b'"soon"', b"[]", b"{}", b"1e999", b"NaN"])
    def test_an_odd_expiry_is_a_failure_at_most(self, visit: Visit, expiry: bytes) -> None:
        assert self.token(visit, b'{"access_token": "", "expires_in": ' + expiry + b"}")

    @pytest.mark.parametrize("status", [500, 502, 503])
    def test_a_broken_provider_could_not_be_reached(self, visit: Visit, status: int) -> None:
        assert "could not be reached" in self.token(visit, b"<h1>Sorry</h1>", status)

    def test_a_redirect_never_gets_our_secret(self, visit: Visit) -> None:
        assert "did not complete" in self.token(visit, b"", 307, Location="/elsewhere")
        assert visit.asked_at("/elsewhere") == []

    def test_a_code_used_twice_fails_the_second_time(self, visit: Visit) -> None:
        first = [visit.answers[visit.dialect.token_path]]
        used = says(visit.dialect.used_code, 400)
        visit.answers[visit.dialect.token_path] = lambda asked: (first or [used]).pop()(asked)
        assert visit.come_back().subject == visit.subject
        assert sentence_of(visit) == "This sign-in has expired or was already used. Please try again."


class TestProfiles:
    """The token was fine, the profile is not."""

    @pytest.fixture(params=sorted(name for name, dialect in DIALECTS.items() if dialect.profile_path))
    def visit(self, request: pytest.FixtureRequest) -> Iterator[Visit]:
        """A sign-in with each provider that is asked for a profile; Apple has none."""
        with visiting(request.param) as under_way:
            yield under_way

    @pytest.mark.parametrize("body", ODD_BODIES)
    def test_what_is_no_profile_is_a_failure(self, visit: Visit, body: bytes) -> None:
        visit.answers[visit.dialect.profile_path] = says(body)
        assert sentence_of(visit)

    @pytest.mark.parametrize("status", [400, 401, 403, 404])
    def test_a_refused_profile_is_a_failure(self, visit: Visit, status: int) -> None:
        whole = visit.dialect.profile(visit.subject, "Ada", PICTURE)
        visit.answers[visit.dialect.profile_path] = says(whole, status)
        assert "did not send a usable profile" in sentence_of(visit)

    def test_too_many_requests_are_no_profile(self, visit: Visit) -> None:
        visit.answers[visit.dialect.profile_path] = says(visit.dialect.profile("1", "A", PICTURE), 429)
        assert "too busy" in sentence_of(visit)

    def test_a_broken_provider_could_not_be_reached(self, visit: Visit) -> None:
        visit.answers[visit.dialect.profile_path] = says(visit.dialect.profile("1", "A", PICTURE), 503)
        assert "could not be reached" in sentence_of(visit)

    def test_a_redirect_never_gets_the_token(self, visit: Visit) -> None:
        visit.answers[visit.dialect.profile_path] = says(b"", 302, Location="/elsewhere")
        assert "did not send a usable profile" in sentence_of(visit)
        assert visit.asked_at("/elsewhere") == []

    @pytest.mark.parametrize("subject", [None, GONE, "", " ", 1001, True, ["1001"], {}, "1\n2", "ä", "x" * 256])
    def test_nobody_is_known_without_a_proper_id(self, visit: Visit, subject: Any) -> None:
        visit.person(subject=subject)
        assert sentence_of(visit)


class TestNetwork:
    """The provider is not there, or as good as not there."""

    def test_a_hanging_provider_is_left(self, visit: Visit) -> None:
        visit.provider.authorise_url(visit.flow, choose_account=False)
        over = threading.Event()

        def hang(_request: Request) -> Response:
            over.wait()
            return Response()

        visit.answers[visit.dialect.token_path] = hang
        visit.provider = visit.at(settings(visit.server.url, timeout=0.1))
        try:
            assert "could not be reached" in sentence_of(visit)
        finally:
            over.set()

    def test_a_provider_that_hangs_up_could_not_be_reached(self, visit: Visit) -> None:
        with talking(
            lambda connection, _: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}")
        ) as url:
            visit.provider = visit.at(settings(url.rstrip("/")))
            assert "could not be reached" in sentence_of(visit)

    def test_a_closed_port_could_not_be_reached(self, visit: Visit) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        visit.provider = visit.at(settings(f"http://127.0.0.1:{port}"))
        assert "could not be reached" in sentence_of(visit)


class TestLogs:
    """What the operator reads."""

    @pytest.mark.parametrize("status", [200, 400, 429, 500])
    def test_the_log_names_the_cause_and_no_secret(
        self, visit: Visit, caplog: pytest.LogCaptureFixture, status: int
    ) -> None:
        caplog.set_level(0)
        secrets = [CODE, TOKEN, SECRET, visit.flow.nonce, visit.flow.verifier, visit.flow.state, "Ada"]
        visit.answers[visit.dialect.token_path] = says({"error": f"{CODE} {TOKEN} {SECRET}"}, status)
        sentence_of(visit)
        (logged,) = [record.getMessage() for record in caplog.records if record.name == failures.__name__]
        assert visit.provider.title in logged
        assert not [secret for secret in secrets if secret in caplog.text]
