"""Webhooks: signed JSON to an address of the unit's choosing."""
