"""The pages that people see at a stand-in: choose an account, allow or deny, and the error page."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from widget.demo.people import PEOPLE, Person, person
from widget.demo.standins.asking import Complaint
from widget.demo.standins.codes import Asked
from widget.demo.standins.house import Standin, has, house
from widget.demo.standins.misbehave import Fault
from widget.demo.standins.returning import allow, deny

pages = Blueprint("pages", __name__)


@pages.get("/<provider>/accounts/<ticket>")
def chooser(provider: str, ticket: str) -> ResponseReturnValue:
    standin, asked = waiting(provider, ticket)
    return show("chooser", standin, asked, ticket=ticket, people=PEOPLE[provider], current=signed_in(standin))


@pages.post("/<provider>/accounts/<ticket>")
def choose(provider: str, ticket: str) -> ResponseReturnValue:
    standin, _ = waiting(provider, ticket)
    chosen = person(provider, request.form.get("person", ""))
    if chosen is None:
        abort(400)
    response = make_response(redirect(url_for("pages.consent", provider=provider, ticket=ticket), 303))
    secure = house().base_url.startswith("https:")
    response.set_cookie(f"standin-{standin.id}", chosen.key, httponly=True, samesite="Lax", secure=secure)
    return response


@pages.get("/<provider>/consent/<ticket>")
def consent(provider: str, ticket: str) -> ResponseReturnValue:
    standin, asked = waiting(provider, ticket)
    if has(standin, Fault.NO_RETURN):
        return render_template("demo/standins/lost.html", standin=standin, ticket=ticket), 403
    if has(standin, Fault.DENIAL):
        return deny(standin, asked)
    chosen = signed_in(standin)
    if chosen is None:
        return redirect(url_for("pages.chooser", provider=provider, ticket=ticket))
    return show("consent", standin, asked, ticket=ticket, person=chosen)


@pages.post("/<provider>/consent/<ticket>")
def decide(provider: str, ticket: str) -> ResponseReturnValue:
    standin, asked = waiting(provider, ticket)
    chosen = signed_in(standin)
    if request.form.get("decision") != "allow":
        return deny(standin, asked)
    if chosen is None:
        return redirect(url_for("pages.chooser", provider=provider, ticket=ticket))
    return allow(standin, asked, chosen)


@pages.app_errorhandler(Complaint)
def complain(complaint: Complaint) -> ResponseReturnValue:
    return render_template("demo/standins/refused.html", standin=complaint.standin, complaint=complaint), 400


@pages.app_errorhandler(404)
def miss(_: HTTPException) -> ResponseReturnValue:
    return render_template("demo/standins/missing.html"), 404


def show(name: str, standin: Standin, asked: Asked, **more: object) -> str:
    sent = [phrase for scope, phrase in standin.sends.items() if scope in asked.scopes]
    kept = [phrase for scope, phrase in standin.sends.items() if scope not in asked.scopes]
    return render_template(f"demo/standins/{name}.html", standin=standin, sent=sent, kept=kept, **more)


def waiting(provider: str, ticket: str) -> tuple[Standin, Asked]:
    standin = house().standins.get(provider)
    asked = house().desks[provider].asked(ticket) if standin else None
    if standin is None or asked is None:
        abort(404)
    return standin, asked


def signed_in(standin: Standin) -> Person | None:
    return person(standin.id, request.cookies.get(f"standin-{standin.id}", ""))
