"""A device with passkeys, as a test drives it: it signs what a browser would, and lies where it is told to."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from html import unescape
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask
from frames import ORIGIN
from owners import Owner
from werkzeug.test import TestResponse
from windows import SignIn

HOST = ORIGIN.partition("://")[2]
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    """Return bytes as base64url."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Device:
    """One device with one passkey; with `counts` it says how often that was used, as few do."""

    counts: bool = False
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: token_bytes(32))
    person: str = ""
    count: int = 0

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": f"webauthn.{kind}", "challenge": challenge, "origin": origin}).encode()

    def _authenticator(self, host: str, flags: int) -> bytes:
        self.count += self.counts
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def make(self, options: dict[str, Any], *, origin: str = ORIGIN, host: str = HOST, challenge: str = "") -> str:
        """Answer a page that wants a passkey made."""
        self.person = options["user"]["id"]
        point = self.key.public_key().public_numbers()
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        said = self._authenticator(host, PRESENT | VERIFIED | ATTESTED)
        said += bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": said})
        client = self._client("create", challenge or options["challenge"], origin)
        return self._packed(clientDataJSON=client, attestationObject=attested)

    def use(
        self, options: dict[str, Any], *, origin: str = ORIGIN, host: str = HOST, challenge: str = "", flags: int = 5
    ) -> str:
        """Answer a page that wants the passkey used."""
        client = self._client("get", challenge or options["challenge"], origin)
        said = self._authenticator(host, flags)
        signature = self.key.sign(said + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        person = urlsafe_b64decode(self.person + "=" * (-len(self.person) % 4))
        return self._packed(clientDataJSON=client, authenticatorData=said, signature=signature, userHandle=person)

    def _packed(self, **response: bytes) -> str:
        answer = {name: text(value) for name, value in response.items()}
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": answer})


def options_of(page: TestResponse) -> dict[str, Any]:
    """Return what a page asks of the device."""
    asked: dict[str, Any] = json.loads(unescape(page.text.partition('data-options="')[2].partition('"')[0]))
    return asked


def make_passkey(owner: Owner, device: Device, **lies: str) -> TestResponse:
    """Make a passkey on somebody's own page."""
    page = owner.press("/me/passkeys/new")
    assert page.status_code == 200, page.text
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = device.make(options_of(page), **lies)
    return owner.send("/me/passkeys", {"csrf_token": token, "credential": answer})


class Use:
    """The page that asks for a passkey, in the window of a sign-in that a frame has begun."""

    def __init__(self, sign_in: SignIn) -> None:
        self.sign_in = sign_in
        assert sign_in.start().status_code == 200
        self.page = sign_in.window.send("GET", sign_in.location.removeprefix(ORIGIN))

    @property
    def options(self) -> dict[str, Any]:
        """What the device is asked."""
        return options_of(self.page)

    def answer(self, credential: str) -> TestResponse:
        """Send the device's answer."""
        sent = {"state": self.sign_in.state, "credential": credential}
        return self.sign_in.window.send("POST", "/signin/passkey/answer", sent)

    def ends(self, credential: str) -> TestResponse:
        """Send the device's answer, and see the last page of the window."""
        return self.sign_in.window.send("GET", self.answer(credential).get_json()["location"])


def owner_with(app: Flask, device: Device) -> Owner:
    """Return Ada on her own page, with a passkey on this device."""
    owner = Owner(app).log_in()
    assert make_passkey(owner, device).location == "/me"
    return owner
