"""Measures what pictures cost: `pictures.py [MEGAPIXELS [SORT…]]` prints one JSON line a sort; of 50, unless told.

Each is examined as the desk and imports do, then all its files are made as the press does, by one process of the
workshop. Counted are the processor's seconds, and the greatest memory that the process ever held. Sorts that have to be
held whole may have fewer pixels: they are drawn with as many as are accepted.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from PIL import Image

from masthead.media.making import Original
from masthead.media.pictures import MOST_HELD, MOST_PIXELS, MOST_WEBP
from masthead.media.renditions import card, full, renditions, social
from masthead.media.workshop import Workshop

SORTS: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 92},
    "progressive.jpg": {"format": "JPEG", "quality": 92, "progressive": True},
    "cmyk.jpg": {"format": "JPEG", "quality": 92},
    "png": {"format": "PNG", "compress_level": 1},
    "webp": {"format": "WEBP", "lossless": True, "quality": 0, "method": 0},
    "avif": {"format": "AVIF", "quality": 80, "speed": 10},
}


MOST = {"jpg": MOST_PIXELS, "cmyk.jpg": MOST_PIXELS, "webp": MOST_WEBP}


def draw(path: Path, sort: str, pixels: int) -> tuple[int, int]:
    """Something like a photograph: large shapes under noise."""
    width = int((pixels * 3 / 2) ** 0.5)
    size = width, pixels // width
    shapes = Image.effect_mandelbrot((600, 400), (-2, -1, 1, 1), 60).resize(size, Image.Resampling.BICUBIC)
    grain = Image.effect_noise((2048, 2048), 24).resize(size, Image.Resampling.NEAREST)
    picture = Image.merge("RGB", (shapes, grain, Image.blend(shapes, grain, 0.3)))
    picture.convert("CMYK" if sort.startswith("cmyk") else "RGB").save(path, **SORTS[sort])
    return size


def measure(path: Path, sort: str) -> dict[str, Any]:
    """One picture from its upload to its last file."""
    with closing(Workshop()) as workshop:
        started = time.perf_counter()
        found = workshop.examine(path)
        examining = used(workshop)
        size = (found.width, found.height)
        shapes = [renditions(found.nature, size), card(found.nature, size, None), full(found.nature, size)]
        wanted = [rendition for shape in shapes for rendition in (*shape.better, shape.fallback)]
        if stands_for_page := social(size, None):
            wanted.append(stands_for_page)
        original = Original(path, "", found.nature)
        made = [workshop.make(original, rendition) for rendition in wanted]
        making = used(workshop)
        return {
            "sort": sort,
            "megapixels": round(found.width * found.height / 1e6, 1),
            "megabytes": round(path.stat().st_size / 1e6, 1),
            "peak_megabytes_examining": examining["peak_megabytes"],
            "peak_megabytes_making": making["peak_megabytes"],
            "cpu_seconds_examining": examining["cpu_seconds"],
            "cpu_seconds_making": round(making["cpu_seconds"] - examining["cpu_seconds"], 2),
            "files": len(made),
            "kilobytes_of_files": round(sum(map(len, made)) / 1000),
            "seconds": round(time.perf_counter() - started, 2),
            "load_average": round(os.getloadavg()[0], 1),
        }


def used(workshop: Workshop) -> dict[str, float]:
    """What the workshop's process has used so far, start-up included; as Linux tells it."""
    [worker] = workshop._idle
    status = Path(f"/proc/{worker.pid}/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    ticks = Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return {
        "peak_megabytes": round(peak / 1024),
        "cpu_seconds": round(sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), 2),
    }


def main() -> None:
    """Draws and measures each sort."""
    pixels = int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 50_000_000
    Image.MAX_IMAGE_PIXELS = None
    with tempfile.TemporaryDirectory() as name:
        for sort in sys.argv[2:] or SORTS:
            path = Path(name) / sort
            draw(path, sort, min(pixels, MOST.get(sort, MOST_HELD)))
            print(json.dumps(measure(path, sort)), flush=True)


if __name__ == "__main__":
    main()
