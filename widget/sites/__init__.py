"""Tenants: their origins and discussion settings."""
