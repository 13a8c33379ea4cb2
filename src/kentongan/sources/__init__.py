"""What we watch and what came in: outlets, their sources, and articles. Shared by all units."""
