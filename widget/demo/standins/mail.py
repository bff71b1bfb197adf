"""The page on which the demo shows the mails that it has not sent."""

from flask import Blueprint, current_app, render_template

mail = Blueprint("mail", __name__)


@mail.get("/mailbox")
def show() -> str:
    """Everything, the newest first."""
    lines = [(one, one.text.splitlines()) for one in current_app.extensions["mailbox"].mails]
    return render_template("demo/standins/mailbox.html", mails=lines)
