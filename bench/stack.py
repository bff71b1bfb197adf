"""The least that Flask, Flask-SQLAlchemy and Flask-WTF make of a comment: one form, one row, one template.

It has no sites, threads, sessions or checks: what it takes, nobody saves who builds on the three.
"""

import os
import secrets
from datetime import UTC, datetime
from typing import Any

from flask import Flask, render_template_string, request
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from sqlalchemy import event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import DataRequired, Length

PAGE = "{% for one in said %}<article><b>{{ one.name }}</b><p>{{ one.body }}</p></article>{% endfor %}"


class Base(DeclarativeBase):
    """What its one model stands on."""


class Said(Base):
    """A comment."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    email: Mapped[str]
    body: Mapped[str]
    created: Mapped[datetime]


class SaidForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What is sent."""

    page = StringField(validators=[DataRequired()])
    name = StringField(validators=[DataRequired(), Length(max=100)])
    email = StringField(validators=[DataRequired(), Length(max=254)])
    body = StringField(validators=[DataRequired(), Length(max=10_000)])


def stacked() -> Flask:
    """Return the application, on the database file that BENCH_DATABASE names, as durable as ours."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = secrets.token_hex()
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['BENCH_DATABASE']}"
    db = SQLAlchemy(app, model_class=Base)
    with app.app_context():
        event.listen(db.engine, "connect", _make_durable)
        Base.metadata.create_all(db.engine)

    @app.get("/")
    def read() -> str:
        said = db.session.scalars(select(Said).order_by(Said.id.desc()).limit(20)).all()
        return render_template_string(PAGE, said=said)

    @app.post("/")
    def post() -> tuple[dict[str, Any], int]:
        form = SaidForm(MultiDict(request.get_json()), meta={"csrf": False})
        if not form.validate():
            return form.errors, 422
        said = Said(created=datetime.now(UTC))
        form.populate_obj(said)
        db.session.add(said)
        db.session.commit()
        return {"id": said.id}, 201

    return app


def _make_durable(connection: Any, _: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA busy_timeout=30000")
