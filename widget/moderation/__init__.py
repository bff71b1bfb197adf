"""Keeping a thread healthy: who decided what."""
