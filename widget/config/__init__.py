"""The settings: what there is, and where they come from. `config/default.toml` documents them all."""

from widget.config.loading import DEFAULTS, HERE, RESOURCES, load, parse
from widget.config.problem import ConfigurationError
from widget.config.settings import (
    Facebook,
    Google,
    Outgoing,
    ProviderSettings,
    Reading,
    Sessions,
    Settings,
    X,
)
from widget.config.stores import store_url

__all__ = ["DEFAULTS", "HERE", "RESOURCES", "ConfigurationError", "Facebook", "Google", "Outgoing"]
__all__ += ["ProviderSettings", "Reading", "Sessions", "Settings", "X", "load", "parse", "store_url"]
