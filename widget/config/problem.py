"""What is raised when the settings cannot work."""


class ConfigurationError(Exception):
    """The settings cannot work; the message is one sentence that says what to set."""
