"""Who wrote: accounts, identities, guests, sessions, and sign-ins under way."""
