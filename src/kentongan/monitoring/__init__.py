"""What concerns a unit: watch queries, mentions, stories, and what people decided about them."""
