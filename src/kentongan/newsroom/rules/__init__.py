"""Rules of the newsroom, pure: what a text is, how it is numbered, read out, signed."""
