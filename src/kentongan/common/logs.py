"""What the log must not hold: addresses that are themselves a key."""

from __future__ import annotations

import logging
import re

# Whoever reads one of these addresses can use it: one-time approval, a pass under embargo, an invitation, a reset.
_KEYS = re.compile(r"(/(?:setujui|embargo|akun/undangan|akun/password/reset/key)/)[^/\s'\"]+")


def hide_keys(text: str) -> str:
    """Return `text` with the secret part of every such address replaced by "***"."""
    return _KEYS.sub(r"\1***", text)


class WithoutTraceback(logging.Filter):
    """Let every record through as its one line: what strangers send is no fault of ours to trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        return True


class HideKeys(logging.Filter):
    """Let every record through, without the secret part of an address in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            said = record.getMessage()
        except (TypeError, ValueError):  # words and values do not fit: the handler reports that
            return True
        record.msg, record.args = hide_keys(said), ()
        return True
