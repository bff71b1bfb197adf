"""Who somebody is: the session, signing in, and what providers and mail programs call."""

from widget.ops.contract.operations import FORM, GUEST, acting, called, page, private, proving, refused_with, sent
from widget.ops.contract.problems import refused_pages
from widget.ops.contract.words import ADDRESS, TEXT, Json, about, answer, content, query, record, ref, word
from widget.signin.transactions import OF_FORMS

SITE = query("site", ref("id"), "Names the cookie; the session must be of this site.", required=True)
THREAD = query("thread", ref("id"), "Whose comments and likes are told.")
IS_NOW = {"200": answer("Who the frame is now.", content(ref("session")), Set_Cookie="A dead cookie is taken away.")}
ENDINGS = ("denied", "expired", "cancelled", "provider-failed")
SECRET = about(TEXT, "Of the answer that began the sign-in.")
CODE = about(TEXT, "What the page's tab came back with, for a sign-in that began with `page`.")
CLAIM = sent({"claim_secret": SECRET, "code": CODE}, required=("claim_secret",))
STATE = query("state", TEXT, "Which sign-in it is of.")
SIGNED = sent({"signed_request": about(TEXT, "As Facebook signs.")}, required=("signed_request",))
GO = record({"location": ADDRESS})
ASK = record({"ask": record({"suggestion": TEXT})}, about="The provider is many servers: ask which, and send it.")
PROBLEM_OF_OPENID = record({"error": TEXT, "error_description": TEXT})
BACK = page("The window's last page, or one that leads back.")
CALLBACK: Json = {
    "summary": "Where providers send people back to; more parameters are the provider's own",
    "security": GUEST,
    "parameters": [STATE],
    "responses": {
        "200": BACK,
        "303": answer("Back to the page, in whose tab it was.", Location="The page, with `#rejoinder=CODE`."),
        "400": page("It came to nothing, and why."),
        **refused_pages("not-found"),
    },
}
POSTED_CALLBACK: Json = {
    "summary": "The same for providers that answer by a form",
    "security": GUEST,
    "requestBody": {"required": True, "content": content(sent({"state": TEXT, "code": TEXT, "error": TEXT}), FORM)},
    "responses": {
        "200": BACK,
        "400": page("It came to nothing, and why; or it cannot be understood."),
        **refused_pages("not-found", "too-large", "unsupported-media-type"),
    },
}


PATHS: dict[str, Json] = {
    "/session": {
        "get": private(
            "Who the frame is, what it may do, and what is its own; a dead credential is a guest's",
            content(ref("session")),
            asks=[SITE, THREAD],
            refuses=["not-allowed", "not-found"],
        ),
        "delete": acting("Log out", IS_NOW, asks=[SITE, THREAD]),
    },
    "/session/identity": {
        "put": acting(
            "Become another identity that this session holds",
            IS_NOW,
            asks=[SITE, THREAD],
            fields=sent({"identity": ref("id")}, required=("identity",)),
            refuses=["not-allowed"],
        )
    },
    "/session/claims": {
        "post": acting(
            "Make comments one's own that one has written here as a guest, as the receipts prove",
            IS_NOW,
            asks=[SITE, THREAD],
            refuses=["not-allowed"],
        )
    },
    "/signin/transactions": {
        "post": acting(
            "Begin a sign-in",
            {
                "201": answer(
                    "Begun: a window, or the page's tab, starts it.",
                    content(record({"id": ref("id"), "claim_secret": TEXT, "bind": TEXT})),
                )
            },
            fields=sent(
                {
                    "provider": about(TEXT, "Such as `google`."),
                    "site": ref("id"),
                    "mode": about(word(sorted(OF_FORMS)), "`change` lets the person choose an account."),
                    "page": about(TEXT, "The page to come back to, where its own tab goes to the provider."),
                },
                required=("provider", "site"),
            ),
            refuses=["too-many", "misconfigured"],
        )
    },
    "/signin/transactions/{transaction_id}": {
        "delete": acting(
            "Take a sign-in back",
            {"200": answer("It has ended.", content(record({"status": word(["cancelled"])})))},
            fields=CLAIM,
            refuses=["not-allowed"],
        )
    },
    "/signin/transactions/{transaction_id}/start": {
        "post": proving(
            "Where the window has to go, once; or what it has to ask first",
            {"200": answer("Go there, or ask.", content({"anyOf": [GO, ASK]}), Set_Cookie="Binds the browser.")},
            sent({"bind": SECRET, "instance": about(TEXT, "The server that was asked for.")}, required=("bind",)),
            refuses=["not-allowed", "invalid", *ENDINGS],
        )
    },
    "/signin/transactions/{transaction_id}/claim": {
        "post": proving(
            "How the sign-in stands; takes the session once there is one",
            {
                "200": answer(
                    "Claimed.", content(record({"status": word(["claimed"])})), Set_Cookie="The session's credential."
                ),
                "202": answer("Ask again.", content(record({"status": word(["pending"])}))),
            },
            CLAIM,
            refuses=["not-allowed", *ENDINGS],
        )
    },
    "/signin/transactions/{transaction_id}/bearer": {
        "post": proving(
            "The credential itself, where the browser has dropped the cookie",
            {"200": answer("For `Authorization`.", content(record({"bearer": TEXT})))},
            CLAIM,
            refuses=["not-allowed"],
        )
    },
    "/signin/passkey/answer": {
        "post": proving(
            "What a device answers; the window's cookie must be of this sign-in",
            {"200": answer("Where the last page is.", content(record({"location": TEXT})))},
            sent({"state": TEXT, "credential": about(TEXT, "JSON, as the browser made it.")}, required=("state",)),
            refuses=["not-allowed"],
        )
    },
    "/signin/{provider}/callback": {"get": CALLBACK, "post": POSTED_CALLBACK},
    "/signin/{provider}/{server}/callback": {"get": CALLBACK},
    "/signin/{provider}/back-channel-logout": {
        "post": called(
            "OpenID Connect Back-Channel Logout 1.0",
            {"200": answer("Done.", content(record({}))), **refused_with("400", PROBLEM_OF_OPENID, "malformed")},
            sent({"logout_token": TEXT}, required=("logout_token",)),
        )
    },
    "/signin/facebook/deauthorize": {
        "post": called(
            "Somebody has removed us from their apps at Facebook",
            {"200": answer("Logged out.", content(record({})))},
            SIGNED,
            refuses=["not-allowed"],
        )
    },
    "/signin/facebook/data-deletion": {
        "post": called(
            "Somebody wants Facebook to have us delete what we have of them",
            {"200": answer("It begins.", content(record({"url": ADDRESS, "confirmation_code": TEXT})))},
            SIGNED,
            refuses=["not-allowed"],
        )
    },
    "/unsubscribe/{token}": {
        "post": {
            "summary": "Ends mail by one click: RFC 8058",
            "security": GUEST,
            "responses": {"200": page("It has ended."), **refused_pages("not-found", "too-large")},
        }
    },
}
