"""The demo's sounds, reckoned by a program: nobody's recordings."""

from __future__ import annotations

import wave
from array import array
from io import BytesIO
from math import exp, pi, sin
from typing import Final

RATE: Final = 11_025
SECONDS: Final = 4
LOUDEST: Final = 14_000

# A bell's partials: the note as a multiple of the first, its share, how fast it dies away.
PARTIALS: Final = (
    (0.5, 0.35, 0.7),
    (1.0, 0.6, 1.1),
    (1.19, 0.3, 1.6),
    (1.5, 0.2, 2.0),
    (2.0, 0.35, 2.4),
    (2.66, 0.12, 4.0),
)
NOTE: Final = 740.0


def bell() -> bytes:
    """A small bell, struck once, as a WAV file."""
    samples = array("h", (round(LOUDEST * _at(place / RATE)) for place in range(RATE * SECONDS)))
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def _at(second: float) -> float:
    begins = min(1.0, second * 400)
    return begins * sum(
        share * exp(-fading * second) * sin(2 * pi * NOTE * times * second) for times, share, fading in PARTIALS
    )


SOUNDS: Final = {"bell": ("The bell of line 6", bell)}
