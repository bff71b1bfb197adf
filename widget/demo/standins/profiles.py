"""What a stand-in tells about a person, with whatever it was told to leave out or to spoil."""

from widget.demo.people import Person
from widget.demo.standins.house import Standin, has, house
from widget.demo.standins.misbehave import Fault

ODD_NAME = "\u202e<b>Bob</b> \N{HERB} <script>alert(1)</script>\u0007"


def name_of(standin: Standin, person: Person) -> str | None:
    if has(standin, Fault.NO_NAME):
        return None
    return ODD_NAME if has(standin, Fault.ODD_NAME) else person.name


def email_of(standin: Standin, person: Person) -> str | None:
    return None if has(standin, Fault.NO_EMAIL) else person.email


def picture_of(standin: Standin, person: Person, ending: str) -> str | None:
    return None if has(standin, Fault.NO_PICTURE) else house().picture(f"{person.key}{ending}")


def without_gaps(profile: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in profile.items() if value is not None}
