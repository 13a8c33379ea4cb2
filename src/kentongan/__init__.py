"""Kentongan: the press office of a public institution in one open system."""
