"""Pages of accounts: the welcome, units, people, keys, one's own account, and the record of who did what."""
