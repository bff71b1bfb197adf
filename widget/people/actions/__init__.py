"""What changes people: identities, sessions, sign-ins under way."""
