"""What a request brings, as values for the actions."""
