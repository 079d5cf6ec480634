"""The demo's documents: what hangs in the customs house, and the captions of the film."""

from __future__ import annotations

from typing import Final

RULES = """\
THE RULES OF THE LADDER

1. One person on the ladder. One person at the ladder. Any number of persons who know better.
2. Who goes up empties his pockets. What falls belongs to whoever catches it.
3. The ladder is never lent to the avenue.
4. In rain, the ladder stays in, and so does Tomasz.
5. Rule 4 does not hold on the longest night.
"""

GLASSES = "\n".join(
    ["lamp,width in mm,height in mm,remark"]
    + [f"{lamp},{212 + lamp * 7 % 11},{305 + lamp * 5 % 13},{remark}" for lamp, remark in enumerate(
        ["measured twice", "", "", "", "", "", "", "", "leave the chair", "", "", "hums"] + [""] * 14
        + ["greener than the others"] + [""] * 14, 1)]
) + "\n"  # fmt: skip

CAPTIONS = """\
WEBVTT

00:00.000 --> 00:00.900
[Nobody speaks]

00:00.900 --> 00:03.600
[A small noise, six times, as of somebody clearing his throat]

00:03.600 --> 00:04.200
[Somebody breathes out]
"""

CAPTIONS_IN_PERSIAN = """\
WEBVTT

00:00.000 --> 00:00.900
[هیچ‌کس حرف نمی‌زند]

00:00.900 --> 00:03.600
[صدایی کوچک، شش بار، انگار کسی سینه صاف کند]

00:03.600 --> 00:04.200
[کسی نفسش را بیرون می‌دهد]
"""

PAPERS: Final = {
    "rules": ("The rules of the ladder", "rules-of-the-ladder.txt", RULES),
    "glasses": ("The sizes of the forty-one glasses", "glasses.csv", GLASSES),
    "dusk-captions": ("What is to be heard: six lamps", "six-lamps.en.vtt", CAPTIONS),
    "dusk-captions-fa": ("What is to be heard: six lamps (Persian)", "six-lamps.fa.vtt", CAPTIONS_IN_PERSIAN),
}
"""Name -> title, file name, content."""
