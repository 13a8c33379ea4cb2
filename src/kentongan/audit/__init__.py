"""Who did what, and when: append-only and hash-chained."""
