"""Who looks after a site, and who is banned from it, by the command."""

import pytest
from commands import Run, sentence
from desk import seated
from flask import Flask
from frames import Frame
from owners import Owner
from records import Records
from stage import BLOG, ENVIRONMENT
from windows import FakeProvider

from widget.people.role_models import Role

Fakes = dict[str, FakeProvider]
SITE = BLOG.rpartition("/")[0]


def test_an_invitation_is_printed_and_gives_the_role(command: Run, app: Flask, fakes: Fakes, records: Records) -> None:
    printed = command("moderator", "invite", SITE, "--role", "owner")
    assert printed.exit_code == 0
    assert "within 7 days, is owner of Blog" in printed.stderr
    link = printed.stdout.strip()
    assert link.startswith(f"{ENVIRONMENT['REJOINDER_BASE_URL']}/admin/invitations/")
    ada = Owner(app).log_in()
    ada.see(link.removeprefix(ENVIRONMENT["REJOINDER_BASE_URL"]))
    ada.press("/admin/invitations", on="/admin/invitations")
    listed = command("moderator", "list", SITE).stdout.split()
    assert listed[1:] == ["owner", "Ada"]
    assert records.query("SELECT action FROM audit ORDER BY id") == [("invited",), ("role-accepted",)]


def test_an_invitation_says_when_nobody_can_log_in(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nobody can log in yet" in command("moderator", "invite", SITE).stderr
    monkeypatch.setenv("REJOINDER_PROVIDERS_X_CLIENT_ID", "an id")
    monkeypatch.setenv("REJOINDER_PROVIDERS_X_CLIENT_SECRET", "a secret")
    assert "Nobody can log in yet" not in command("moderator", "invite", SITE).stderr


def test_whoever_is_removed_sees_nothing_any_more_and_that_is_noted(
    command: Run, app: Flask, fakes: Fakes, records: Records
) -> None:
    seated(app, "x", role=Role.OWNER)
    ada = seated(app, role=Role.OWNER)
    first, second = command("moderator", "list", SITE).stdout.splitlines()
    assert command("moderator", "remove", SITE, second.split()[0]).exit_code == 0
    assert ada.see("/admin").status_code == 404
    assert command("moderator", "list", SITE).stdout.splitlines() == [first]
    assert records.query("SELECT action FROM audit") == [("role-taken",)]


def test_where_there_is_nobody_a_command_says_so(command: Run, database: str) -> None:
    assert "rejoinder moderator invite" in command("moderator", "list", SITE).stderr
    assert command("ban", "list", SITE).stderr == "Nobody is banned.\n"
    assert command("mail", "last").stderr == "Nothing was sent yet.\n"


def test_the_last_owner_is_not_removed(command: Run, app: Flask, fakes: Fakes, records: Records) -> None:
    seated(app, "x")
    seated(app, role=Role.OWNER)
    owner = command("moderator", "list", SITE).stdout.splitlines()[1].split()[0]
    with records.unchanged(but=()):
        told = sentence(command("moderator", "remove", SITE, owner))
    assert f"`rejoinder moderator invite {SITE} --role owner`" in told


def test_an_owner_who_is_about_to_be_erased_counts_as_none(command: Run, app: Flask, fakes: Fakes) -> None:
    seated(app, role=Role.OWNER)
    seated(app, "x", role=Role.OWNER).press("/me/erase", on="/me/erase", remove="name")
    first, second = (line.split()[0] for line in command("moderator", "list", SITE).stdout.splitlines())
    assert "last owner" in sentence(command("moderator", "remove", SITE, first))
    assert command("moderator", "remove", SITE, second).exit_code == 0


def test_with_an_owner_all_open_invitations_end(command: Run, app: Flask, fakes: Fakes, records: Records) -> None:
    seated(app, role=Role.OWNER)
    seated(app, "x", role=Role.OWNER)
    assert command("moderator", "invite", SITE).exit_code == 0
    ada = command("moderator", "list", SITE).stdout.split()[0]
    assert command("moderator", "remove", SITE, ada).exit_code == 0
    assert records.count("invitations") == 0
    assert records.query("SELECT action FROM audit ORDER BY id")[-1] == ("invitation-revoked",)


def test_a_ban_is_listed_and_lifted(command: Run, app: Flask, fakes: Fakes, alice: Frame) -> None:
    desk, comment = seated(app), alice.post("Hello").get_json()["id"]
    page = f"{desk.path}/bans/new?comment={comment}"
    desk.press(f"{desk.path}/bans", on=page, comment=comment, kind="account", days="ever")
    listed = command("ban", "list", SITE).stdout
    assert listed.split()[1:] == ["account", "for", "ever", "Alice"]
    assert command("ban", "lift", SITE, listed.split()[0]).exit_code == 0
    assert alice.post("Again").status_code == 201
    assert command("ban", "list", SITE).stdout == ""


@pytest.mark.parametrize(
    "wrong",
    [
        ("moderator", "invite", "https://new.example"),
        ("moderator", "list", "x"),
        ("moderator", "remove", SITE, "x"),
        ("ban", "list", "x"),
        ("ban", "lift", SITE, "x"),
    ],
)
def test_what_is_not_there_is_told_and_changes_nothing(command: Run, records: Records, wrong: tuple[str, ...]) -> None:
    with records.unchanged(but=()):
        assert sentence(command(*wrong))
