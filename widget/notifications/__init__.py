"""Telling people: what waits to be sent."""
