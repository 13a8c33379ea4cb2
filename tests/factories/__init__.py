"""Made-up people, units and texts for tests. All names are invented."""
