"""Deciding the status of a draft: every check says why in words."""
