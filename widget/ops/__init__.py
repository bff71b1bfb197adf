"""Running it: what a restored backup must forget again."""
