"""Pages without sign-in: the newsroom, its feeds and files."""
