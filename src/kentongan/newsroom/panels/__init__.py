"""What the newsroom lends to the pages of others."""
