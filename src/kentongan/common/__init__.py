"""Glue without tables: what every room shares and no room owns."""
