"""The pages of whoever looks after a site."""
