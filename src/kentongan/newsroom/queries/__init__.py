"""Reading for the pages of the newsroom."""
