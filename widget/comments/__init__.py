"""Comments: writing, replying and deleting."""
