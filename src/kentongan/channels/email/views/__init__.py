"""Pages of mail: the server's settings, and the outbox."""
