"""A page as the press would lay it out, made from what an editor has not published yet.

The facts that the row would answer are answered from the object instead; everything else is asked as the press
asks it, of what is committed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from masthead.entries.listings import BLOG, SERIES, listing_number
from masthead.entries.models import Blog, Entry, Home, ListingEntry, Part, PublicPage, StaticPage
from masthead.entries.models.pages import SITE_DEPTH, AddressedPage
from masthead.entries.models.series import series_of
from masthead.pages import facts
from masthead.pages.facts import BlogRow, EntryRow
from masthead.pages.frame import is_settled, set_frame
from masthead.pages.kinds import Answers, kind_of, stored
from masthead.pages.manifest import declared
from masthead.pages.pressing import database
from masthead.press.answers import Answer, encode
from masthead.press.errors import QueryFailed
from masthead.press.evaluation import Facts, Fresh
from masthead.press.manifest import Made, Page, Ref

if TYPE_CHECKING:
    from masthead.press.evaluation import Key
    from masthead.site.folder import SiteFolder
    from masthead.site.options import Options

Overlay = dict["Key", Answer]


def preview(page: AddressedPage, folder: SiteFolder, options: Options) -> Page:
    """The page. Raises `PressError` if it cannot be laid out."""
    ref, overlay = shown(page)
    made = lay_out(ref, overlay, folder, options)
    if not isinstance(made, Page):
        raise QueryFailed(f"{ref.query} is no page to be shown.")
    return made


def lay_out(ref: Ref, overlay: Overlay, folder: SiteFolder, options: Options) -> Page | Made:
    """What the press would make of this question, if these were the answers of facts."""
    if not is_settled(folder, options):
        set_frame(folder, options)
    source = database(folder, options)
    with closing(source), source.snapshot() as snapshot:
        return Fresh(declared(), Facts(declared(), source.dialect), snapshot, overlay).page(ref)


def shown(page: Any) -> tuple[Ref, Overlay]:
    """The question that makes the page, and the answers that the object gives in place of its rows."""
    number = page.pk or 0
    page.derive()
    for kind, describe in _DESCRIBED.items():
        if isinstance(page, kind):
            query, answers = describe(page, number)
            return Ref(query, (number,) if kind is not Home else ()), _keyed(answers)
    raise TypeError(f"{type(page).__name__} is no page that readers see.")


def _keyed(answers: Answers) -> Overlay:
    return {(query.name, encode(args)): answer for query, args, answer in answers}


def _entry(entry: Entry, number: int) -> tuple[str, Answers]:
    blog = Blog.objects.get(pk=entry.blog_id)
    place = f"{entry.year:04}/{entry.month % 100:02}/{entry.day % 100:02}/{entry.code}"
    address = f"{address_of(blog)}{place if entry.without_words() else entry.slug}/"
    row = EntryRow(
        number, entry.blog_id, entry.kind, entry.language, address, entry.at, entry.day,
        entry.modified or entry.at, entry.permanent_id.hex,
        entry.translation_group.hex if entry.translation_group else None, entry.headline, entry.summary,
        stored(entry.body),
    )  # fmt: skip
    listing = listing_number(BLOG, entry.blog_id)
    answers: Answers = [
        (facts.entry_row, (number,), row),
        (facts.address_of, (number,), address),
        (facts.neighbours, (listing, number), _neighbours(entry, listing)),
        (facts.bylines, (number,), tuple((b.person_id, b.name, b.role) for b in entry.bylines.all())),
        (facts.categories_of, (number,), tuple(sorted(c.pk for c in entry.categories.all()))),
        (facts.related_of, (number,), tuple(related.other_id for related in entry.related.all())),
        *_tags(entry, number),
        *_series(entry, number),
    ]
    return "entry_page", answers + kind_of(entry.kind).answers(entry) + _around(blog)


def _tags(entry: Entry, number: int) -> Answers:
    """The tags; those that will be made when the entry is saved have numbers below zero until then."""
    tags = [(tag.pk or -place, tag) for place, tag in enumerate(entry.tags.all(), 1)]
    made: Answers = [(facts.tag, (n,), (entry.blog_id, tag.name, tag.slug)) for n, tag in tags if n < 0]
    return [(facts.tags_of, (number,), tuple(sorted(n for n, _ in tags))), *made]


def _series(entry: Entry, number: int) -> Answers:
    """Its place in the series that it is a part of, or was chosen to become one of."""
    series = entry.__dict__.get("chosen_series", series_of(entry))
    if series is None:
        return [(facts.series_of, (number,), None)]
    rows = Part.objects.filter(series=series).order_by("sort_order", "pk")
    parts = tuple(rows.values_list("entry_id", flat=True))
    return [
        (facts.series_of, (number,), series.pk),
        (facts.parts_of, (series.pk,), parts if number in parts else (*parts, number)),
        (facts.is_listed, (listing_number(SERIES, series.pk), number), number),
    ]


def _around(blog: Blog) -> Answers:
    """An entry is shown in its blog even while that is not public."""
    if PublicPage.objects.filter(page_id=blog.pk).exists():
        return []
    return _blog(blog, blog.pk)[1]


def _neighbours(entry: Entry, listing: int) -> tuple[int | None, int | None]:
    """The entries between which this one stands, or would stand."""
    rows = ListingEntry.objects.filter(listing=listing).exclude(entry_id=entry.pk or 0)
    newer = rows.filter(Q(at__gt=entry.at) | Q(at=entry.at, rank__gt=entry.rank)).order_by("at", "rank")
    older = rows.filter(Q(at__lt=entry.at) | Q(at=entry.at, rank__lt=entry.rank)).order_by("-at", "-rank")
    return (
        newer.values_list("entry_id", flat=True).first(),
        older.values_list("entry_id", flat=True).first(),
    )


def _blog(blog: Blog, number: int) -> tuple[str, Answers]:
    address = address_of(blog)
    row = BlogRow(number, address, blog.title, blog.language, blog.description)
    return "blog_page", [(facts.blog, (number,), row), (facts.address_of, (number,), address)]


def _static_page(page: StaticPage, number: int) -> tuple[str, Answers]:
    address = address_of(page)
    row = (address, page.title, page.language, stored(page.body))
    return "static_page", [(facts.static_row, (number,), row), (facts.address_of, (number,), address)]


def _home(home: Home, number: int) -> tuple[str, Answers]:
    return "home_page", [
        (facts.homes, (), (number,)),
        (facts.home, (number,), (home.title, home.introduction, stored(home.sections))),
    ]


_DESCRIBED: dict[type[Any], Callable[[Any, int], tuple[str, Answers]]] = {
    Entry: _entry, Blog: _blog, StaticPage: _static_page, Home: _home,
}  # fmt: skip


def address_of(page: Any) -> str:
    """The address of a blog or static page, made of the slugs from below Home; good for drafts, too."""
    above = page.get_ancestors().filter(depth__gte=SITE_DEPTH).order_by("depth").values_list("slug", flat=True)
    return f"/{'/'.join([*above, page.slug])}/"
