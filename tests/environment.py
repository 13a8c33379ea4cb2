"""Loaded before Django reads its settings (`-p tests.environment`): tests get a data folder of their own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["KENTONGAN_DATA"] = tempfile.mkdtemp(prefix="kentongan-test-")
(Path(os.environ["KENTONGAN_DATA"]) / "static").mkdir()  # whitenoise warns where there is none
