"""Sweeps over the waiting rows of the newsroom."""
