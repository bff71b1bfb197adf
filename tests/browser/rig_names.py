"""The made-up hosts of the browser tests: three sites and more, none of which any name server knows."""

COMMENTS_HOST, ACCOUNTS_HOST = "comments.rejoinder.test", "accounts.idp.test"
BLOG_HOST, STRANGER_HOST, ESSAYS_HOST = "www.blog.test", "stranger.evil.test", "essays.seat.test"
SHOP_HOST, NEWS_HOST = "shop.host.test", "news.host.test"  # two sites under one registrable domain
PAGE_HOSTS = (BLOG_HOST, SHOP_HOST, NEWS_HOST, STRANGER_HOST)
HOSTS = (COMMENTS_HOST, ACCOUNTS_HOST, ESSAYS_HOST, *PAGE_HOSTS)

COMMENTS, ACCOUNTS = f"https://{COMMENTS_HOST}", f"https://{ACCOUNTS_HOST}"
BLOG, SHOP, NEWS = f"https://{BLOG_HOST}", f"https://{SHOP_HOST}", f"https://{NEWS_HOST}"
STRANGER, ESSAYS = f"https://{STRANGER_HOST}", f"https://{ESSAYS_HOST}"
POST = f"{BLOG}/a-post"
