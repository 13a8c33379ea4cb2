"""The web process's entry."""

from __future__ import annotations

import atexit
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.project.settings")
house = get_wsgi_application()

# Models are there only now.
from kentongan.newsroom.actions.counting import write_waiting  # noqa: E402 - see above
from kentongan.project.bodies import WholeBodies  # noqa: E402 - see above
from kentongan.project.memory import settle  # noqa: E402 - see above

application = WholeBodies(house)

atexit.register(write_waiting)  # what was read in the last seconds counts too
settle()
