"""What readers get of a register: the table in sheets, filters, a page for each row, a file to take along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from masthead.entries.rendering import plain_text
from masthead.entries.spreadsheets import MARK
from masthead.kinds.register import asking
from masthead.kinds.register.asking import RegisterRow, register_below, register_shape, shape_of
from masthead.kinds.register.cutting import BRANCHES
from masthead.kinds.register.downloads import header, register_csv_part
from masthead.kinds.register.showing import (
    Filter,
    RowPage,
    SheetPage,
    Table,
    ValuesPage,
    count_of,
    details,
    filters,
    link_to,
    register_label,
    register_span,
    table,
    title_of,
    values,
)
from masthead.kinds.register.structured import dataset, thing_of
from masthead.pages import facts
from masthead.pages.chrome import chrome
from masthead.pages.facts import registry
from masthead.pages.frame import absolute, frame, href
from masthead.pages.kinds import Answers, Kind, Writing, blocks, declare, stored
from masthead.pages.layout import html
from masthead.pages.metadata import About
from masthead.pages.records import Link, TermLink
from masthead.pages.site_pages import moved_file_below
from masthead.pages.teasers import PageLinks, link
from masthead.press.manifest import Claim, Group, Page

if TYPE_CHECKING:
    from masthead.entries.models import Entry
    from masthead.pages.facts import DayRow, EntryRow
    from masthead.pages.metadata import Thing

REDIRECT: Final = 1
GONE: Final = 2
CSV: Final = "register.csv"
TEXT: Final = "register.txt"
SOME: Final = 15
"""Rows in a feed."""


class RegisterView(NamedTuple):
    """What the templates of page and feed get as `own`."""

    table: Table
    rows: str
    after: Link | None
    filters: tuple[Filter, ...]
    csv_url: str  # "" where it is not offered
    url: str  # of the entry, absolute


class Brief(NamedTuple):
    """What the teaser gets as `own`."""

    headings: tuple[str, ...]


class RegisterKind(Kind):
    name = "register"
    plural = "Registers"
    files = (CSV, TEXT)

    def own(self, row: EntryRow, writing: Writing) -> RegisterView | None:
        shape, own = register_shape(row.entry_id), asking.register(row.entry_id)
        if shape is None or own is None:
            return None
        whole = asking.list_number(row.entry_id, "", "")
        items = asking.items(whole, 0) if whole else ()
        first = asking.sheet(whole, 0) if whole else None
        shown = table(row.entry_id, row.headline.strip(), items[:SOME] if writing.for_feed else items)
        if writing.for_feed:
            lines = tuple(each._replace(url=frame().url + each.url) for each in shown.lines)
            return RegisterView(shown._replace(lines=lines), "", None, (), "", absolute(row.address))
        return RegisterView(
            table=shown,
            rows=count_of(whole, row.language),
            after=link_to(row.entry_id, whole, first.after) if whole and first else None,
            filters=tuple(filters(row.entry_id)),
            csv_url=href(f"{row.address}{CSV}") if own.downloadable else "",
            url=absolute(row.address),
        )

    def brief(self, row: EntryRow) -> Brief:
        shape = register_shape(row.entry_id)
        return Brief(tuple(column.label for column in shape.shown()) if shape else ())

    def thing(self, row: EntryRow, thing: Thing) -> Thing:
        own = asking.register(row.entry_id)
        if own is None:
            return thing
        whole = asking.list_number(row.entry_id, "", "")
        lines = table(row.entry_id, "", asking.items(whole, 0)).lines if whole else ()
        told = asking.told(whole) if whole else None
        count = told.rows if told else 0
        return dataset(thing, lines, count, absolute(f"{row.address}{CSV}") if own.downloadable else "")

    def further(self, row: DayRow) -> Group:
        own = asking.register(row.entry_id)
        if own is None:
            return Group()
        claims = [Claim(f"{row.address}{TEXT}", register_text.ref(row.entry_id))]
        if own.downloadable:
            claims.append(Claim(f"{row.address}{CSV}", register_csv.ref(row.entry_id)))
        return Group(tuple(claims), tuple(register_branch.ref(row.entry_id, branch) for branch in range(BRANCHES)))

    def gone(self, entry_id: int) -> Group:
        return Group(groups=tuple(register_gone_branch.ref(entry_id, branch) for branch in range(BRANCHES)))

    def answers(self, entry: Entry) -> Answers:
        version: Any = entry
        row = RegisterRow(version.about, stored(version.columns), version.downloadable)
        return [(asking.register, (entry.pk or 0,), row)]

    def facts(self) -> tuple[str, ...]:
        return ("register",)


# Which pages there are: a tree of small groups, however long the register


@registry.group()
def register_branch(entry_id: int, branch: int) -> Group:
    """A sixteenth of what stands below a register."""
    return Group(groups=tuple(register_leaf.ref(entry_id, leaf) for leaf in _leaves(entry_id, branch)))


@registry.group()
def register_leaf(entry_id: int, leaf: int) -> Group:
    """Rows, lists and sheets whose numbers fall together."""
    address = facts.address_of(entry_id)
    shape = register_shape(entry_id)
    if not address or shape is None:
        return Group()
    before = [each for each in facts.old_addresses("page", entry_id) if each.endswith("/")]
    claims: list[Claim] = []
    for row_id, code in asking.rows_in(entry_id, leaf):
        claims.append(Claim(f"{address}{code}/", register_row_page.ref(entry_id, row_id)))
        claims += (Claim(f"{old}{code}/", moved_file_below.ref(entry_id, f"{code}/"), REDIRECT) for old in before)
    for code in asking.withdrawn_in(entry_id, leaf):
        claims += (Claim(f"{each}{code}/", register_gone.ref(entry_id), GONE) for each in (address, *before))
    names = {column.name for column in shape.defined() if column.filter}
    for list_id, start in asking.sheets_in(entry_id, leaf):
        claims += _sheet_claims(entry_id, list_id, start, address, before, names)
    for list_id in asking.lists_in(entry_id, leaf):
        gone = (f"{each}{tail}" for tail in _empty(list_id) for each in (address, *before))
        claims += (Claim(each, register_gone.ref(entry_id), GONE) for each in gone)
    return Group(tuple(claims))


def _empty(list_id: int) -> Iterator[str]:
    """Where a list and its sheets stood that has no rows any more, or whose column does not filter any more."""
    one, told = asking.listed(list_id), asking.told(list_id)
    if one is None or told is None or told.rows:
        return
    if one.column:
        yield asking.below(one)
    yield from (f"{asking.below(one)}from/{code}/" for code in asking.lost(list_id, 0))


def _sheet_claims(
    entry_id: int, list_id: int, start: int, address: str, before: list[str], names: set[str]
) -> Iterator[Claim]:
    one, below = asking.listed(list_id), register_below(list_id, start)
    if one is None or (one.column and one.column not in names):
        return
    if below:
        page = register_values_page if one.is_of_values else register_sheet_page
        yield Claim(f"{address}{below}", page.ref(entry_id, list_id, start))
    leads = moved_file_below.ref(entry_id, below)
    for old in before if below else ():
        yield Claim(f"{old}{below}", leads, REDIRECT)
    # What started a sheet once leads to the one that has its place.
    for code in asking.lost(list_id, start):
        for each in (address, *before):
            yield Claim(f"{each}{asking.below(one)}from/{code}/", leads, REDIRECT)


def _leaves(entry_id: int, branch: int) -> list[int]:
    return sorted({*asking.row_leaves(entry_id, branch), *asking.list_leaves(entry_id, branch)})


@registry.group()
def register_gone_branch(entry_id: int, branch: int) -> Group:
    """As `register_branch`, of a register that is not public any more."""
    return Group(groups=tuple(register_gone_leaf.ref(entry_id, leaf) for leaf in _leaves(entry_id, branch)))


@registry.group()
def register_gone_leaf(entry_id: int, leaf: int) -> Group:
    """The addresses of rows and sheets answer that they are gone."""
    codes = [*(f"{code}/" for _, code in asking.rows_in(entry_id, leaf))]
    codes += (f"{code}/" for code in asking.withdrawn_in(entry_id, leaf))
    codes += filter(None, (register_below(list_id, start) for list_id, start in asking.sheets_in(entry_id, leaf)))
    bases = [each for each in facts.old_addresses("page", entry_id) if each.endswith("/")]
    return Group(tuple(Claim(f"{base}{code}", register_gone.ref(entry_id), GONE) for base in bases for code in codes))


@registry.page()
def register_gone(entry_id: int) -> Page:
    """That a row was withdrawn, or that no row has any more what was looked for."""
    return Page(b"", status=410)


# Pages


def _front(entry_id: int) -> Link:
    shown = link(entry_id)
    if shown is None:
        raise LookupError(f"There is no public register {entry_id}.")
    return shown


@registry.page()
def register_sheet_page(entry_id: int, list_id: int, start: int) -> Page:
    """A part of the table: of all rows, or of those that have something in common."""
    shape, front, one = shape_of(entry_id), _front(entry_id), asking.listed(list_id)
    part = asking.sheet(list_id, start)
    if one is None or part is None:
        raise LookupError(f"There is no sheet {start} of {list_id}.")
    column = next((each for each in shape.defined() if each.name == one.column), None)
    title = register_label(list_id) if column else front.text
    span = register_span(entry_id, list_id, start) if start or part.after is not None else ""
    page = SheetPage(
        chrome=chrome(shape.blog_id),
        register=front,
        title=title,
        column=column.label if column else "",
        all_values=href(f"{shape.address}by/{one.column}/") if column else "",
        span=span,
        rows="" if start else count_of(list_id, shape.language),
        table=table(entry_id, ", ".join(filter(None, (title, span))), asking.items(list_id, start)),
        before=link_to(entry_id, list_id, part.before),
        after=link_to(entry_id, list_id, part.after),
    )
    named = f"{column.label}: {title}" if column else title
    parents = (_parent(front), *((TermLink(column.label, page.all_values),) if column else ()))
    return html(
        "register_sheet.html", page, address=f"{shape.address}{register_below(list_id, start)}",
        language=shape.language, title=", ".join(filter(None, (named, span if start else ""))),
        about=About(parents=parents),
    )  # fmt: skip


@registry.page()
def register_values_page(entry_id: int, list_id: int, start: int) -> Page:
    """All that stands in a column that filters."""
    shape, front, one = shape_of(entry_id), _front(entry_id), asking.listed(list_id)
    part = asking.sheet(list_id, start)
    column = next((each for each in shape.defined() if one and each.name == one.column), None)
    if one is None or part is None or column is None:
        raise LookupError(f"There is no sheet {start} of {list_id}.")
    page = ValuesPage(
        chrome=chrome(shape.blog_id),
        register=front,
        title=column.label,
        values=values(entry_id, asking.items(list_id, start), shape.language),
        before=link_to(entry_id, list_id, part.before),
        after=link_to(entry_id, list_id, part.after),
    )
    span = register_span(entry_id, list_id, start) if start else ""
    return html(
        "register_values.html", page, address=f"{shape.address}{register_below(list_id, start)}",
        language=shape.language, title=", ".join(filter(None, (column.label, span))),
        about=About(parents=(_parent(front),)),
    )  # fmt: skip


def _parent(front: Link) -> TermLink:
    return TermLink(front.text, front.url)


@registry.page()
def register_row_page(entry_id: int, row_id: int) -> Page:
    """One row, with all that is known of it."""
    shape, front, row = shape_of(entry_id), _front(entry_id), asking.public_row(row_id)
    if row is None:
        raise LookupError(f"Row {row_id} is not public.")
    links = PageLinks(shape.language)
    title = title_of(shape, row)
    page = RowPage(
        chrome=chrome(shape.blog_id),
        register=front,
        title=title,
        about=shape.about,
        details=tuple(details(shape, row, Writing(links, shape.language))),
        source=row.source,
    )
    address = f"{shape.address}{row.code}/"
    thing = thing_of(shape, title, address, page.details)
    about = About(language=shape.language, parents=(_parent(front),), thing=thing)
    return html(
        "register_row.html", page, address=address, language=shape.language, title=title, about=about,
        needs=links.needs,
    )  # fmt: skip


@registry.page()
def register_csv(entry_id: int) -> Page:
    """The whole table as one file. It grows with the register, which is why its editors are asked for it."""
    shape_of(entry_id)
    whole = asking.list_number(entry_id, "", "")
    parts, start = [header(entry_id)], 0 if whole else None
    while start is not None:
        part, sheet = register_csv_part(entry_id, whole, start), asking.sheet(whole, start)
        parts.append(part)
        start = sheet.after if sheet else None
    return Page((MARK + "".join(parts)).encode())


@registry.page()
def register_text(entry_id: int) -> Page:
    """The introduction and the first rows as plain text."""
    entry, shape = facts.entry_row(entry_id), shape_of(entry_id)
    whole = asking.list_number(entry_id, "", "")
    shown = table(entry_id, "", asking.items(whole, 0) if whole else ())
    labels = [heading.label for heading in shown.headings]
    rows = (
        "; ".join(f"{label}: {' '.join(cell.text.split())}" for label, cell in zip(labels, line.cells, strict=False)
                  if cell.text)
        for line in shown.lines
    )  # fmt: skip
    parts = [
        entry.headline.strip(),
        plain_text(blocks(entry.body)),
        count_of(whole, shape.language),
        "\n".join(f"* {row}" for row in rows if row),
        absolute(shape.address),
    ]
    return Page(("\n\n".join(filter(None, parts)) + "\n").encode())


declare(RegisterKind())
