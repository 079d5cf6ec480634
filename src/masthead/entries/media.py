"""Sorts of sound and film that browsers play, by the ending of their names."""

from __future__ import annotations

from typing import Final

AUDIO: Final = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "flac": "audio/flac",
    "wav": "audio/wav",
}
VIDEO: Final = {"mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm"}
TRACK_KINDS: Final = ("captions", "subtitles", "descriptions")
