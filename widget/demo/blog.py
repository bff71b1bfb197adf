"""The demo blog: a small site of its own that embeds Rejoinder with the two lines, and knows nothing more of it."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Flask, abort, render_template
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from werkzeug.exceptions import HTTPException

from widget.demo.apps import demo_app


@dataclass(frozen=True, slots=True)
class Post:
    """`slug` is its path and names its template and its drawing."""

    slug: str
    title: str
    standfirst: str
    published: date

    @property
    def day(self) -> str:
        return f"{self.published.day} {self.published:%B %Y}"


POSTS = (
    Post(
        "a-toaster-mended",
        "A toaster, mended",
        "It took nine euros, most of a Saturday, and a retired tram driver with a screwdriver.",
        date(2026, 11, 14),
    ),
    Post(
        "the-map-in-the-glovebox",
        "The map in the glovebox",
        "The screen always knows where I am. A torn sheet of paper taught me where that is.",
        date(2026, 11, 3),
    ),
)

blog = Blueprint("blog", __name__)


@blog.get("/")
def index() -> str:
    return render_template("demo/blog/index.html", posts=POSTS)


@blog.get("/<slug>")
def show(slug: str) -> str:
    post = next((each for each in POSTS if each.slug == slug), None)
    if post is None:
        abort(404)
    other = next(each for each in POSTS if each is not post)
    return render_template("demo/blog/post.html", post=post, other=other)


@blog.app_errorhandler(404)
def miss(_: HTTPException) -> ResponseReturnValue:
    return render_template("demo/blog/missing.html"), 404


def create_blog(base_url: str, comments_url: str) -> Flask:
    """Both are origins without a slash at the end: the blog's own and Rejoinder's."""
    app = demo_app(__name__)
    app.jinja_env.globals.update(base_url=base_url, comments_url=comments_url)
    app.register_blueprint(blog)

    @app.after_request
    def set_headers(response: Response) -> Response:
        """The policy of a careful host: of Rejoinder's origin it needs scripts and frames, and nothing unsafe."""
        policy = f"default-src 'self'; script-src {comments_url}; frame-src {comments_url}; base-uri 'none'"
        response.headers["Content-Security-Policy"] = policy
        return response

    return app
