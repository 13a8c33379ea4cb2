#!/usr/bin/env python3
"""Django's own commands, for developers: `.venv/bin/python manage.py ...`."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

sys.path.insert(0, str(Path(__file__).parent / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.project.settings")
execute_from_command_line(sys.argv)
