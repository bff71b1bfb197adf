"""The settings: what there is, and where they come from. `config/default.toml` documents them all."""

from widget.config.loading import DEFAULTS, HERE, RESOURCES, load, parse, providers_with
from widget.config.mail import NO_MAIL, Mail
from widget.config.problem import ConfigurationError
from widget.config.providers import ProviderSettings
from widget.config.settings import Outgoing, Reading, Sessions, Settings
from widget.config.stores import store_url

__all__ = ["DEFAULTS", "HERE", "NO_MAIL", "RESOURCES", "ConfigurationError", "Mail", "Outgoing", "ProviderSettings"]
__all__ += ["Reading", "Sessions", "Settings", "load", "parse", "providers_with", "store_url"]
