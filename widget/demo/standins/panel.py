"""The page on which each stand-in is told to misbehave."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from widget.demo.standins.house import house
from widget.demo.standins.misbehave import faults_of

panel = Blueprint("panel", __name__)


@panel.get("/")
def home() -> Response:
    return redirect(url_for("panel.show"))


@panel.get("/misbehave")
def show() -> str:
    return render_template("demo/standins/misbehave.html", standins=house().standins.values())


@panel.post("/misbehave")
def reset() -> Response:
    house().misbehave.clear()
    return redirect(url_for("panel.show"), 303)


@panel.post("/misbehave/<provider>")
def change(provider: str) -> ResponseReturnValue:
    """Sets exactly the ticked faults; with a ticket it goes back to that sign-in's account chooser."""
    if provider not in house().standins:
        abort(404)
    chosen = set(request.form.getlist("fault"))
    house().misbehave.set(provider, *(fault for fault in faults_of(provider) if fault in chosen))
    ticket = request.form.get("ticket")
    if ticket and house().desks[provider].asked(ticket):
        return redirect(url_for("pages.chooser", provider=provider, ticket=ticket), 303)
    return redirect(url_for("panel.show"), 303)
