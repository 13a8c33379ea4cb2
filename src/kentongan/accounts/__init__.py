"""Institutions, their tree of units, people, and who holds which role until when."""
