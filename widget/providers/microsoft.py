"""Microsoft: OpenID Connect whose issuer is another one for each tenant; of its claims only the subject is believed.

https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from widget.config import ConfigurationError, Outgoing, ProviderSettings
from widget.providers.oauth import POST, Client
from widget.providers.openid import OpenIdProvider

TITLE = "Microsoft"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"  # the tenant of everybody who has no other
KINDS = ("common", "organizations", "consumers")


@dataclass(frozen=True, slots=True)
class Tenants:
    """The issuers that one `tenant` of the configuration means: a kind of them, or the one with that GUID."""

    authority: str
    tenant: str

    @property
    def place(self) -> str:
        return self._name(self.tenant)

    def is_in_metadata(self, said: object) -> bool:
        """The metadata of several tenants name a template instead of an issuer."""
        template = self._name("{tenantid}") if self.tenant in KINDS else None
        return isinstance(said, str) and (said == template or self._tenant_of(said) is not None)

    def of_answer(self, said: str | None) -> str:
        return said if said and self._tenant_of(said) else self.place

    def of_token(self, claims: Mapping[str, Any]) -> str | None:
        """The tenant stands in the token twice, and both must agree."""
        said, tenant = claims.get("iss"), claims.get("tid")
        agrees = isinstance(said, str) and isinstance(tenant, str) and self._tenant_of(said) == tenant
        return said if agrees else None

    def _name(self, tenant: str) -> str:
        return f"{self.authority}/{tenant}/v2.0"

    def _tenant_of(self, said: str) -> str | None:
        """The tenant that an issuer is the name of, if it may sign people in here."""
        tenant = said.removeprefix(f"{self.authority}/").removesuffix("/v2.0")
        genuine = said == self._name(tenant) and GUID.fullmatch(tenant) is not None
        return tenant if genuine and self._admits(tenant) else None

    def _admits(self, tenant: str) -> bool:
        kinds = {"common": True, "organizations": tenant != PERSONAL, "consumers": tenant == PERSONAL}
        return kinds.get(self.tenant, tenant == self.tenant)


def build(given: ProviderSettings, outgoing: Outgoing) -> OpenIdProvider:
    """Microsoft as a provider; a picture would take another permission and a request with the token."""
    tenant = given["tenant"].lower()
    if tenant not in KINDS and not GUID.fullmatch(tenant):
        raise ConfigurationError(f"providers.microsoft.tenant must be {', '.join(KINDS)} or the GUID of a tenant.")
    client = Client.of(given, TITLE, "openid profile", outgoing, auth_method=POST)
    tenants = Tenants(given["authority_url"].rstrip("/"), tenant)
    return OpenIdProvider(given.id, tenants, client, sends=("name",))
