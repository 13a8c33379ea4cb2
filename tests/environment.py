"""Loaded before Django reads its settings (`-p tests.environment`): tests get a data folder of their own.

Properties are tried on a few dozen made-up values while one works, and on more by `./run check` (`thorough`).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import settings

os.environ["KENTONGAN_DATA"] = tempfile.mkdtemp(prefix="kentongan-test-")
(Path(os.environ["KENTONGAN_DATA"]) / "static").mkdir()  # whitenoise warns where there is none

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=120, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
