"""What a long-lived process does with what it has loaded."""

from __future__ import annotations

import gc

from django.urls import get_resolver


def settle() -> None:
    """Load what every request needs, and take it out of the collector's rounds.

    A full collection walks all that lives: modules, models, forms and catalogues live as long as the process, and
    walking them holds up whatever page is being made by a tenth of a second. Frozen objects are passed over.
    """
    _ = get_resolver().url_patterns  # the views of all rooms
    gc.collect()
    gc.freeze()
