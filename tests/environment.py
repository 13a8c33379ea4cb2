"""Loaded before Django reads its settings (`-p tests.environment`): tests get a data folder of their own.

Properties are tried on a few dozen made-up values while one works, and on more by `./run check` (`thorough`).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import settings

QUICK, THOROUGH = 25, 120

os.environ["KENTONGAN_DATA"] = tempfile.mkdtemp(prefix="kentongan-test-")
(Path(os.environ["KENTONGAN_DATA"]) / "static").mkdir()  # whitenoise warns where there is none

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "quick")
settings.register_profile("quick", max_examples=QUICK, deadline=None)
settings.register_profile("thorough", max_examples=THOROUGH, deadline=None)
settings.load_profile(PROFILE)


def tries(thorough: int) -> int:
    """How many values to try of a property that asks for more (or fewer) than the `thorough` profile gives it.

    While one works (`quick`) it is the same part of them as of every other property.
    """
    return thorough if PROFILE == "thorough" else max(thorough * QUICK // THOROUGH, 1)
