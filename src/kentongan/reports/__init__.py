"""Hari ini and the brief: reads every room, owns only what people add to a report."""
