"""Pictures drawn for tests: good ones, ones with a word hidden in every place for words, and bad ones."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, ImageDraw
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

CANARY = "CANARY-7f3a"
NORTH = (52.0, 31.0, 12.5)
TURNED = 6
"""EXIF's word for: turn a quarter to the right before you show it."""
COLOURS = {"nw": (250, 20, 20), "ne": (20, 200, 20), "sw": (20, 20, 250), "se": (240, 220, 20)}


def scene(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """A colour in each corner, and in the middle so much noise that it is taken for a photograph."""
    picture = Image.new("RGB", (width, height))
    pencil = ImageDraw.Draw(picture)
    for corner, colour in COLOURS.items():
        x, y = (corner[1] == "e") * width // 2, (corner[0] == "s") * height // 2
        pencil.rectangle([x, y, x + width // 2, y + height // 2], colour)
    noise = Image.merge("RGB", [Image.effect_noise((width // 3, height // 3), 90) for _ in range(3)])
    picture.paste(noise, (width // 3, height // 3))
    return picture.convert(mode)


def saved(picture: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def deep() -> Image.Image:
    """The scene in sixteen bits of grey."""
    grey = scene(mode="L")
    return Image.frombytes("I;16", grey.size, b"".join(bytes([0, level]) for level in grey.tobytes()))


def flat(mode: str = "RGB") -> Image.Image:
    """A drawing of two colours."""
    picture = Image.new(mode, (300, 200), "white")
    ImageDraw.Draw(picture).ellipse([60, 30, 240, 170], "navy")
    return picture


def cutout() -> Image.Image:
    """A photograph with nothing around it."""
    picture = scene(mode="RGBA")
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).ellipse([20, 20, 380, 280], 255)
    picture.putalpha(mask)
    return picture


def moving(form: str = "GIF", frames: int = 4, size: tuple[int, int] = (200, 120), **options: Any) -> bytes:
    colours = [(40 * n % 256, 90 + 5 * n % 160, 250 - 30 * n % 250) for n in range(frames)]
    drawn = [Image.new("RGB", size, colour) for colour in colours]
    timing = {"duration": [100 + 50 * (n % 3) for n in range(frames)], "loop": 0}
    return saved(drawn[0], form, save_all=True, append_images=drawn[1:], **timing, **options)


def exif(orientation: int = 1) -> Image.Exif:
    words = Image.Exif()
    words[Base.Orientation] = orientation
    words[Base.ImageDescription] = words[Base.Artist] = CANARY
    words.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: NORTH, GPS.GPSMapDatum: CANARY})
    return words


def talkative(form: str, orientation: int = 1) -> bytes:
    """A picture that says where it was taken, and a word that must not get out, wherever its form has room."""
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
    words = exif(orientation).tobytes()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().replace(b"sRGB", b"7f3a")
    if form == "JPEG":
        made = saved(scene(), form, exif=words, xmp=xmp, comment=CANARY.encode(), icc_profile=profile)
        iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x10\x1c\x02\x78\x00\x0b" + CANARY.encode() + b"\x00"
        return made[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + made[2:]
    if form == "PNG":
        said = PngInfo()
        said.add_text("Author", CANARY)
        said.add_text("Comment", CANARY, zip=True)
        said.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return saved(scene(), form, exif=words, pnginfo=said, icc_profile=profile)
    if form == "GIF":
        return moving(comment=CANARY.encode())
    return saved(scene(), form, exif=words, xmp=xmp, icc_profile=profile)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it has so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(9999))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def swapped_profile() -> bytes:
    """A colour profile in which red is green: sRGB with two of its columns exchanged."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    places = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile)


def read(body: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(body))
    picture.load()
    return picture


def corners(picture: Image.Image) -> dict[str, str]:
    """Which of the scene's colours is seen in each corner."""
    shown = picture.convert("RGB")
    width, height = shown.size

    def nearest(corner: str) -> str:
        seen = shown.getpixel(((corner[1] == "e") * (width - 9) + 4, (corner[0] == "s") * (height - 9) + 4))
        return min(COLOURS, key=lambda name: sum((a - b) ** 2 for a, b in zip(COLOURS[name], seen, strict=True)))

    return {corner: nearest(corner) for corner in COLOURS}
