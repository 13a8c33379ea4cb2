"""Mail: rows wait in the outbox until a server has taken them, once."""
