"""Rejoinder, a comment system for any website."""
