"""Sign-in over HTTP: the session of a frame, and the window that talks to the provider."""
