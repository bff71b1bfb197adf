"""Threads: from a page to its thread, keys and aliases, versions and counters."""
