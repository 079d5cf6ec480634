"""Makes six sorts of edit on a site while its press watches, and prints the times as JSON.

The clock starts when the editor's transaction has committed and stops when the last file is in its place.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))


def main(folder: Path, repeat: int) -> None:
    from masthead.site.folder import SiteFolder
    from masthead.site.start import start

    start(SiteFolder(folder))
    from pages.world import World

    published = Published()

    def at_point(point: str) -> None:
        if point == "published":
            published.at = time.perf_counter()
            published.set()

    world = World(SiteFolder(folder), at_point=at_point)
    stopping = threading.Event()
    outcomes: list[Any] = []
    watching = threading.Thread(target=lambda: outcomes.extend(world.press.watch(stopping.is_set)))
    world.run()
    watching.start()
    time.sleep(1)
    result = {name: timed(world, edit, repeat, published) for name, edit in edits(world).items()}
    stopping.set()
    watching.join()
    world.close()
    print(json.dumps(result))


class Published(threading.Event):
    """Whether the last file of an edit is in its place. To look every millisecond would slow down the press itself."""

    at = 0.0


def timed(world: Any, edit: Callable[[int], object], repeat: int, published: Published) -> dict[str, Any]:
    from django.db import transaction

    times = []
    for n in range(repeat + 1):
        published.clear()
        with transaction.atomic():
            edit(n)
        committed = time.perf_counter()
        if not published.wait(30):
            raise SystemExit("the press did not notice an edit within 30 s")
        times.append((published.at - committed) * 1000)
        # Until the receipt is written and the changes are struck off.
        time.sleep(0.3)
    # The first of each sort warms caches.
    return {"median_ms": round(statistics.median(times[1:]), 1), "all_ms": [round(t, 1) for t in times[1:]]}


def edits(world: Any) -> dict[str, Callable[[int], object]]:
    from masthead.entries.models import Blog, Entry
    from masthead.kinds.article.models import Article

    world.blog = Blog.objects.get(pk=Entry.objects.filter(live=True).values_list("blog_id", flat=True)[0])
    numbers = list(Article.objects.filter(live=True).order_by("at").values_list("pk", flat=True))

    def entry(share: float, n: int) -> Any:
        return Article.objects.get(pk=numbers[int(len(numbers) * share) + n])

    def back_dated(n: int) -> object:
        day = entry(0.35, 3 * n).date + dt.timedelta(minutes=7)
        return world.article(f"Found in a drawer {time.time_ns()}", date=day.strftime("%Y-%m-%dT%H:%M:%S"))

    def earlier(n: int) -> dt.datetime:
        return entry(0.2, 3 * n).date + dt.timedelta(minutes=9)

    return {
        "edit the body": lambda n: world.rewrite(entry(0.5, n), f"<p>New words {time.time_ns()}.</p>" * 8),
        "edit the headline": lambda n: world.edit(entry(0.6, n), headline=f"A new headline {time.time_ns()}"),
        "publish now": lambda n: world.article(f"News {time.time_ns()}", date=f"2035-01-{1 + n:02}T08:00:00"),
        "publish back-dated": back_dated,
        "unpublish": lambda n: entry(0.7, 3 * n).unpublish(),
        "re-date by years": lambda n: world.edit(entry(0.8, 3 * n), date=earlier(n)),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
