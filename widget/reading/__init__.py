"""Reading: the public document of a thread, counts and pictures."""
