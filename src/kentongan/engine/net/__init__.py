"""See docs/house.md."""
