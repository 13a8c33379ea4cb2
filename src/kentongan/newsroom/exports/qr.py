"""The QR of a short address."""

from __future__ import annotations

import segno

INK, PAPER = "#14213A", "#FFFDF8"


def qr_svg(address: str) -> str:
    """Return the code as inline SVG on its own light ground: in the dark it must be readable to a camera, too."""
    return str(
        segno.make(address, error="m", micro=False).svg_inline(
            border=2, dark=INK, light=PAPER, svgclass="qr", lineclass=None, omitsize=True
        )
    )
