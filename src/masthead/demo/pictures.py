"""The demo's pictures, drawn when they are wanted: no file to ship, no photographer to ask.

Each is a quiet scene of flat shapes. Drawn at twice the size and reduced, so that edges are smooth.
"""

from __future__ import annotations

import math
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
SCALE = 2
Colour = tuple[int, int, int]
Point = tuple[float, float]


class Scene:
    """A picture in the making; all measures are in pixels of the finished one."""

    def __init__(self, above: Colour, below: Colour) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), above)
        self.pencil = ImageDraw.Draw(self.image)
        for row in range(HEIGHT * SCALE):
            share = row / (HEIGHT * SCALE)
            self.pencil.line([(0, row), (WIDTH * SCALE, row)], mixed(above, below, share))

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        x, y, r = (SCALE * value for value in (*centre, radius))
        self.pencil.ellipse([x - r, y - r, x + r, y + r], colour)

    def box(self, corner: Point, size: Point, colour: Colour) -> None:
        (x, y), (width, height) = corner, size
        self.pencil.rectangle([SCALE * value for value in (x, y, x + width, y + height)], colour)

    def shape(self, points: list[Point], colour: Colour) -> None:
        self.pencil.polygon([(x * SCALE, y * SCALE) for x, y in points], colour)

    def wave(self, level: float, swing: float, length: float, shift: float, colour: Colour) -> None:
        """Fill everything below a wavy line."""
        line = [(x, level + swing * math.sin(x / length + shift)) for x in range(0, WIDTH + 9, 8)]
        self.shape([*line, (WIDTH, HEIGHT), (0, HEIGHT)], colour)

    def glow(self, centre: Point, radius: float, light: Colour) -> None:
        """A halo over what is there already."""
        halo = Image.new("L", self.image.size, 0)
        pencil = ImageDraw.Draw(halo)
        x, y = centre[0] * SCALE, centre[1] * SCALE
        for step in range(40, 0, -1):
            r = radius * SCALE * step / 40
            pencil.ellipse([x - r, y - r, x + r, y + r], int(150 * (1 - step / 40) ** 2))
        self.image.paste(Image.new("RGB", self.image.size, light), mask=halo)

    def finished(self) -> bytes:
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        file = BytesIO()
        small.save(file, "JPEG", quality=86, optimize=True)
        return file.getvalue()


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def lamps() -> bytes:
    """A row of street lamps at dusk, each with its halo."""
    scene = Scene((38, 48, 84), (224, 150, 118))
    for number, height in enumerate((210, 260, 190, 300, 240, 280, 200, 250)):
        left = number * 205 - 20
        scene.box((left, 720 - height), (190, height), mixed((52, 54, 82), (78, 64, 88), number % 3 / 2))
        scene.shape([(left - 8, 720 - height), (left + 95, 650 - height), (left + 198, 720 - height)], (44, 44, 70))
    scene.box((0, 700), (WIDTH, 200), (34, 34, 56))
    for number in range(6):
        x = 130 + number * 270
        scene.box((x - 5, 430), (10, 350), (22, 22, 38))
        scene.shape([(x - 26, 430), (x + 26, 430), (x + 18, 372), (x - 18, 372)], (255, 222, 150))
        scene.shape([(x - 30, 374), (x, 344), (x + 30, 374)], (22, 22, 38))
        scene.glow((x, 402), 150, (255, 214, 140))
    return scene.finished()


def harbour() -> bytes:
    """Boats on a calm harbour in the morning."""
    scene = Scene((236, 226, 204), (178, 205, 208))
    scene.disc((430, 300), 80, (250, 210, 130))
    scene.wave(430, 50, 260, 0.4, (138, 168, 166))
    scene.wave(500, 30, 190, 2.0, (102, 140, 146))
    for number in range(7):
        scene.wave(
            570 + number * 48, 7, 60 + number * 9, number * 1.3, mixed((118, 160, 168), (52, 92, 110), number / 6)
        )
        if number in BOATS:
            boat(scene, *BOATS[number])
    return scene.finished()


# After which wave, at which point, how large, with which hull.
BOATS = {
    0: ((840, 540), 0.6, (54, 84, 104)),
    2: ((330, 630), 1.0, (164, 72, 60)),
    4: ((1130, 720), 1.5, (212, 166, 84)),
}


def boat(scene: Scene, bow: Point, size: float, hull: Colour) -> None:
    x, y = bow

    def at(right: float, down: float) -> Point:
        return x + right * size, y + down * size

    scene.shape([at(0, 0), at(190, 0), at(150, 46), at(36, 46)], hull)
    scene.box(at(92, -170), (6 * size, 170 * size), (70, 58, 52))
    scene.shape([at(104, -165), at(104, -20), at(175, -20)], (248, 244, 234))


def tram() -> bytes:
    """A green tram that waits at the end of its line, by the sea."""
    scene = Scene((176, 208, 224), (238, 232, 214))
    scene.wave(470, 8, 90, 0, (96, 150, 170))
    scene.wave(520, 8, 70, 1, (76, 132, 156))
    scene.box((0, 590), (WIDTH, 310), (226, 208, 172))
    scene.box((0, 742), (WIDTH, 8), (120, 106, 92))
    scene.box((0, 790), (WIDTH, 8), (120, 106, 92))
    scene.box((0, 316), (WIDTH, 5), (74, 70, 68))
    scene.box((1260, 330), (12, 440), (74, 70, 68))
    scene.disc((1266, 320), 46, (206, 92, 70))
    scene.box((340, 400), (760, 320), (58, 112, 92))
    scene.box((340, 400), (760, 34), (236, 226, 196))
    scene.box((340, 640), (760, 22), (236, 226, 196))
    for number in range(6):
        scene.box((376 + number * 118, 464), (92, 130), (206, 228, 226) if number != 4 else (250, 214, 140))
    for x in (470, 610, 830, 970):
        scene.disc((x, 736), 34, (52, 50, 52))
        scene.disc((x, 736), 12, (150, 146, 140))
    scene.shape([(660, 400), (720, 320), (780, 400), (768, 400), (720, 338), (672, 400)], (74, 70, 68))
    return scene.finished()


PICTURES = {
    "lamps": ("Lantern Street at dusk", "Six lit street lamps before a row of gabled houses at dusk.", lamps),
    "harbour": (
        "The harbour in the morning",
        "Three sailing boats on a calm harbour, a low sun above the hills.",
        harbour,
    ),
    "tram": ("The tram at the sea", "A green tram waits at the last stop; behind it lies the sea.", tram),
}
