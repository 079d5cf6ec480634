"""No text takes the parsers long: half a megabyte of beginnings without an end is read once, not once for each of them.

A parser that looks at each place again from every other would need a hundred thousand million steps here. So the
bound is generous, and of the processor's time, not of the clock's: what else the machine does is of no matter.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from types import FrameType

import pytest
from test_wordpress_body import Archive

from masthead.importers.wordpress.autop import autop
from masthead.importers.wordpress.blocks import parse
from masthead.importers.wordpress.body import convert
from masthead.importers.wordpress.shortcodes import replace
from masthead.importers.wordpress.texturize import texturize

LARGE = 1 << 19
SECONDS = 10
PIECES = [
    "<", "<p", "<pre>", "<pre>a", "<script>", "<style>x", "<object", "<object>", "<video>", "<video>x</video>", "<code",
    "<a title=\"", "<img src='", "<!--", "<!-- wp:", "<!-- wp:a {", "<!-- wp:a -->", "<![CDATA[", "<blockquote>a",
    "[", "[a ", "[a_b ", "[a_b]", "[/a]", "[[a", "[caption]", "[x y='", "[x y=\"", " ", "\n", " \n", "a\n\n", "{} ",
    "'", '"', "-", "1,", "'9", '9" ', "9x", "<code>", "\"a'", "http://x.example/\n", "<!--more-->", "<br />", "&",
    "\ufdd0",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _bounded() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("parser", [autop, texturize, parse, lambda text: replace(text, lambda _: "")])
def test_half_a_megabyte_of_anything_is_read_once(parser: Callable[[str], object], piece: str) -> None:
    flood = piece * (LARGE // len(piece))
    parser(flood)
    # The same behind something that has an element to tighten, an address on a line, and an end.
    parser(f"<object>a\nhttp://x.example/\n{flood}\n--></object></pre>] b")


@pytest.mark.parametrize("piece", PIECES)
def test_a_whole_body_of_anything_converts(piece: str) -> None:
    flood = piece * (LARGE // 4 // len(piece))
    convert(flood, Archive())
    convert(f"<object>a\nhttp://x.example/\n{flood}\n--></object></pre>] b", Archive())
