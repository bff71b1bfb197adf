"""The demo: a blog on one site, Rejoinder on another, and stand-ins for its identity providers on a third."""
