"""The demo's pictures, drawn when they are wanted: no file to ship, no photographer to ask.

Each is a quiet scene of flat shapes. Drawn at twice the size and reduced, so that edges are smooth.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
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
        x, y, r = (round(SCALE * value) for value in (*centre, radius))
        halo = Image.new("L", (2 * r, 2 * r), 0)
        pencil = ImageDraw.Draw(halo)
        for step in range(40, 0, -1):
            near = r * step / 40
            pencil.ellipse([r - near, r - near, r + near, r + near], int(150 * (1 - step / 40) ** 2))
        self.image.paste(Image.new("RGB", halo.size, light), (x - r, y - r), halo)

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
    *_, scene = dusk()
    return scene.finished()


def dusk() -> Iterator[Scene]:
    """The same street while its lamps are lit, one after another: one scene, that goes on."""
    scene = Scene((38, 48, 84), (224, 150, 118))
    for number, height in enumerate((210, 260, 190, 300, 240, 280, 200, 250)):
        left = number * 205 - 20
        scene.box((left, 720 - height), (190, height), mixed((52, 54, 82), (78, 64, 88), number % 3 / 2))
        scene.shape([(left - 8, 720 - height), (left + 95, 650 - height), (left + 198, 720 - height)], (44, 44, 70))
    scene.box((0, 700), (WIDTH, 200), (34, 34, 56))
    places = [130 + number * 270 for number in range(6)]
    for x in places:
        scene.box((x - 5, 430), (10, 350), (22, 22, 38))
        scene.shape([(x - 30, 374), (x, 344), (x + 30, 374)], (22, 22, 38))
        _glass(scene, x, (70, 72, 98))
    yield scene
    for x in places:
        _glass(scene, x, (255, 222, 150))
        scene.glow((x, 402), 150, (255, 214, 140))
        yield scene


def _glass(scene: Scene, x: float, light: Colour) -> None:
    scene.shape([(x - 26, 430), (x + 26, 430), (x + 18, 372), (x - 18, 372)], light)


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


def windows() -> bytes:
    """Lit windows at night, in each of them somebody who sings."""
    scene = Scene((44, 42, 66), (30, 30, 48))
    for storey in range(3):
        scene.box((0, 262 + storey * 270), (WIDTH, 14), (62, 58, 82))
        for number in range(6):
            x, y = 96 + number * 248, 44 + storey * 270
            light = (250, 208, 132) if (number * 5 + storey * 7) % 9 else (52, 52, 76)
            scene.box((x - 8, y - 8), (152, 206), (76, 72, 98))
            scene.box((x, y), (136, 190), light)
            if light[0] > 200:
                _singer(scene, (x + 34 + (number * 29 + storey * 17) % 62, y), tall=(number + storey) % 3)
            scene.box((x + 65, y), (6, 190), (76, 72, 98))
            scene.box((x, y + 62), (136, 6), (76, 72, 98))
    return scene.finished()


def _singer(scene: Scene, corner: Point, tall: int) -> None:
    x, y = corner[0], corner[1] + 84 - 14 * tall
    scene.disc((x, y), 19, (88, 62, 66))
    scene.shape(
        [(x - 34, corner[1] + 190), (x - 26, y + 30), (x + 26, y + 30), (x + 34, corner[1] + 190)], (88, 62, 66)
    )


def fig() -> bytes:
    """A fig tree that grows out of a white wall above the sea."""
    scene = Scene((164, 202, 226), (226, 232, 226))
    scene.wave(560, 6, 80, 0, (92, 142, 164))
    scene.box((0, 250), (900, 650), (242, 236, 222))
    scene.box((0, 232), (930, 26), (188, 106, 78))
    scene.box((180, 440), (150, 260), (86, 108, 116))
    scene.box((560, 440), (150, 170), (86, 108, 116))
    scene.box((900, 690), (700, 210), (196, 184, 160))
    trunk = (118, 98, 84)
    scene.shape([(880, 640), (890, 600), (1010, 500), (1130, 460), (1030, 520), (910, 640)], trunk)
    scene.shape([(1000, 520), (1040, 380), (1056, 384), (1030, 510)], trunk)
    for number in range(46):
        angle, far = number * 2.4, 26 * math.sqrt(number)
        centre = (1090 + far * math.cos(angle) * 1.3, 380 + far * math.sin(angle) * 0.8)
        scene.disc(centre, 46, mixed((70, 116, 78), (112, 152, 92), number % 5 / 4))
    for x, y in ((980, 430), (1120, 460), (1210, 380), (1060, 330), (1180, 470)):
        scene.disc((x, y), 13, (94, 62, 96))
    return scene.finished()


def bread() -> bytes:
    """Loaves before the glowing mouth of an oven."""
    scene = Scene((58, 42, 40), (92, 64, 52))
    for row in range(7):
        for number in range(9):
            shade = mixed((112, 72, 58), (134, 88, 68), (row * 3 + number * 5) % 4 / 3)
            scene.box((number * 190 - (row % 2) * 95, row * 84), (182, 76), shade)
    scene.disc((800, 520), 360, (40, 28, 28))
    scene.box((440, 520), (720, 100), (40, 28, 28))
    scene.disc((800, 560), 270, (226, 118, 52))
    scene.disc((800, 590), 190, (248, 186, 92))
    scene.glow((800, 560), 420, (255, 190, 110))
    scene.box((0, 620), (WIDTH, 280), (120, 92, 76))
    for number, x in enumerate((310, 560, 810, 1060, 1310)):
        loaf = mixed((196, 128, 66), (214, 150, 84), number % 2)
        scene.disc((x, 742), 96, loaf)
        scene.box((x - 110, 760), (220, 100), (120, 92, 76))
        for cut in (-44, 0, 44):
            scene.shape(
                [(x + cut - 8, 700), (x + cut + 14, 690), (x + cut + 8, 748), (x + cut - 14, 752)], (240, 206, 150)
            )
    return scene.finished()


def pomegranates() -> bytes:
    """Three pomegranates on a table in the light of a candle, one of them cut open."""
    scene = Scene((40, 34, 58), (66, 46, 62))
    scene.box((0, 610), (WIDTH, 290), (104, 70, 62))
    scene.glow((1240, 330), 420, (255, 206, 128))
    scene.box((1216, 400), (48, 260), (238, 226, 202))
    scene.shape([(1240, 300), (1262, 360), (1240, 398), (1218, 360)], (255, 226, 150))
    scene.shape([(300, 690), (1010, 690), (900, 750), (410, 750)], (206, 214, 220))
    for x, y, size in ((480, 560, 130), (830, 570, 124)):
        scene.disc((x, y), size, (176, 46, 56))
        scene.disc((x - 34, y - 40), 34, (208, 84, 84))
        scene.shape([(x - 30, y - size + 8), (x - 22, y - size - 40), (x, y - size - 14), (x + 22, y - size - 40),
                     (x + 30, y - size + 8)], (150, 38, 50))  # fmt: skip
    scene.disc((655, 620), 112, (236, 208, 168))
    for number in range(40):
        angle, far = number * 2.4, 15 * math.sqrt(number)
        scene.disc((655 + far * math.cos(angle), 620 + far * math.sin(angle)), 11,
                   mixed((152, 24, 44), (204, 50, 66), number % 4 / 3))  # fmt: skip
    return scene.finished()


PICTURES = {
    "lamps": ("Lantern Street at dusk", "Six lit street lamps before a row of gabled houses at dusk.", lamps),
    "harbour": (
        "The harbour in the morning",
        "Three sailing boats on a calm harbour, a low sun above the hills.",
        harbour,
    ),
    "tram": ("The tram at the sea", "A green tram waits at the last stop; behind it lies the sea.", tram),
    "windows": ("The choir at its windows", "Lit windows at night; in each stands somebody who sings.", windows),
    "fig": ("The fig at the customs house", "A fig tree grows out of the wall of a white house above the sea.", fig),
    "bread": ("Bread at ten past five", "Five loaves before the glowing mouth of an oven.", bread),
    "pomegranates": (
        "Pomegranates",
        "Three pomegranates on a plate beside a candle; the one in the middle is cut open.",
        pomegranates,
    ),
}
