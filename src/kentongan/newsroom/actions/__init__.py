"""What can be done in the newsroom."""
