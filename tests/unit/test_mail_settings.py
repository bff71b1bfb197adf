"""The mail server's settings: what could send no mail, or would send a password in the clear, stops the start."""

import pytest

from widget.config import ConfigurationError, load

GOOD = {"REJOINDER_BASE_URL": "https://comments.example.org", "REJOINDER_SECRET_KEY": "k" * 40}
MAIL = {"HOST": "smtp.example.org", "SENDER": "comments@example.org"}


def settings(**mail: str) -> dict[str, str]:
    """Return the variables of a configuration with this mail server."""
    return GOOD | {f"REJOINDER_MAIL_{name}": value for name, value in (MAIL | mail).items()}


def test_a_host_and_a_sender_are_enough() -> None:
    mail = load(None, settings()).mail
    assert (mail.configured, mail.port, mail.security) == (True, 587, "starttls")


def test_without_a_host_there_is_no_mail() -> None:
    assert not load(None, GOOD).mail.configured
    assert not load(None, settings(HOST="", SECURITY="nonsense")).mail.configured


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_in_the_clear_it_goes_to_this_machine_alone(host: str) -> None:
    assert load(None, settings(HOST=host, SECURITY="none")).mail.configured


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("SECURITY", "none", "mail.security"),
        ("SECURITY", "ssl", "mail.security"),
        ("PORT", "0", "mail.port"),
        ("PORT", "65536", "mail.port"),
        ("SENDER", "", "mail.sender"),
        ("SENDER", "nobody", "mail.sender"),
        ("SENDER", "a@example.org\nBcc: b@example.org", "mail.sender"),
        ("USER", "postmaster", "mail.password"),
        ("PASSWORD", "a secret of the tests", "mail.user"),
        ("FROM_NAME", "two\nlines", "mail.from_name"),
    ],
)
def test_what_cannot_work_is_one_sentence(name: str, value: str, named: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(None, settings(**{name: value}))
    said = str(caught.value)
    assert named in said
    assert said.endswith(".")
    assert "secret of the tests" not in said


def test_the_password_is_in_no_description_of_the_settings() -> None:
    told = repr(load(None, settings(USER="postmaster", PASSWORD="a secret of the tests")))
    assert "a secret of the tests" not in told
