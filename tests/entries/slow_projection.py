"""The projection as it is defined, in plain Python over all rows: slow, obvious, and not the same SQL."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from masthead.entries.calendars import persian

PUBLIC = 10**12


def rows(table, *columns):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(columns)} from {table}")
        return cursor.fetchall()


def keyed(table, key, *columns):
    return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in rows(table, key, *columns)}


def expected():
    pages = keyed("wagtailcore_page", "id", "path", "depth", "live", "expired", "slug")
    entries = keyed(
        "masthead_entry", "page_ptr_id", "blog_id", "kind", "language", "headline", "code", "at", "rank",
        "day", "modified", "pinned",
    )  # fmt: skip
    languages = dict(rows("masthead_blog", "page_ptr_id", "language"))
    addresses = public_addresses(pages, entries)
    public = {
        key: (
            e["blog_id"], e["kind"], e["language"], addresses[key], e["at"], e["rank"],
            month(e["day"], languages.get(e["blog_id"])), e["day"], e["at"] if e["modified"] is None else e["modified"],
            int(e["pinned"]),
        )
        for key, e in entries.items()
        if key in addresses
    }  # fmt: skip
    above = ancestors_of_categories()
    listed = memberships(public, above, languages)
    return {
        "masthead_public_page": {(key, address) for key, address in addresses.items()},
        "masthead_public_entry": {(key, *row) for key, row in public.items()},
        "masthead_published_day": {(e[0], e[7], e[6], e[6] // 100) for e in public.values()},
        "masthead_facet": {facet for e in public.values() for facet in [*facets(e, languages), year(e)]},
        "masthead_category_above": {(c, a) for c, all_ in above.items() for a in all_},
        "masthead_listing": {
            (n, n % 61, n // PUBLIC, blog_of(n, public, ids), n % PUBLIC) for n, ids in listed.items()
        },
        "masthead_listing_entry": {row for n, ids in listed.items() for row in cut_up(n, ids, public)},
    }


def month(day, language):
    """Of the blog's calendar. A day that no calendar has, made by raw SQL, lies so many days after the first."""
    if (language or "").partition("-")[0] != "fa":
        return day // 100
    first = dt.date(day // 10000, day // 100 % 100, 1)
    found = persian(first + dt.timedelta(days=day % 100 - 1))
    return found.year * 100 + found.month


def facets(entry, languages):
    """Those of which there is a listing."""
    blog, kind, language, month = entry[0], entry[1], entry[2], entry[6]
    found = [(blog, "kind", kind, 0), (blog, "month", "", month)]
    return [*found, (blog, "language", language, 0)] if language not in ("", languages[blog]) else found


def year(entry):
    return (entry[0], "year", "", entry[6] // 100)


def public_addresses(pages, entries):
    by_path = {page["path"]: key for key, page in pages.items()}
    restricted = {key for (key,) in rows("wagtailcore_pageviewrestriction", "page_id")}
    kinds = {
        name: {key for (key,) in rows(f"masthead_{name}", "page_ptr_id")} for name in ("home", "blog", "static_page")
    }

    def line(page):
        return [by_path.get(page["path"][: 4 * n]) for n in range(1, page["depth"] + 1)]

    def open_(key):
        return key is not None and pages[key]["live"] and not pages[key]["expired"] and key not in restricted

    def address(key, page):
        if key in entries:
            e = entries[key]
            if e["blog_id"] not in pages:
                return None
            day = f"{e['day']:08d}"
            last = page["slug"]
            if e["kind"] == "note" or e["headline"] == "":
                last = f"{day[:4]}/{day[4:6]}/{day[6:]}/{e['code']}"
            return f"/{pages[e['blog_id']]['slug']}/{last}/"
        if key in kinds["blog"]:
            return f"/{page['slug']}/"
        if key in kinds["static_page"]:
            return "/" + "/".join(pages[above]["slug"] for above in line(page)[2:]) + "/"
        return "/" if key in kinds["home"] else None

    found = {key: address(key, page) for key, page in pages.items() if all(map(open_, line(page)))}
    return {key: address for key, address in found.items() if address is not None}


def ancestors_of_categories():
    parents = dict(rows("masthead_category", "id", "parent_id"))

    def climb(key):
        seen = []
        while key is not None and key in parents and key not in seen:
            seen.append(key)
            key = parents[key]
        return set(seen)

    return {key: climb(key) for key in parents}


def memberships(public, above, languages):
    category_blog = dict(rows("masthead_category", "id", "blog_id"))
    tag_blog = dict(rows("masthead_tag", "id", "blog_id"))
    numbers = {tuple(facet): key for key, *facet in rows("masthead_facet", "id", *COLUMNS["masthead_facet"])}
    found = defaultdict(set)
    for key, row in public.items():
        found[PUBLIC + row[0]].add(key)
        for facet in facets(row, languages):
            found[5 * PUBLIC + numbers[facet]].add(key)
    for key, category in rows("masthead_entry_categories", "entry_id", "category_id"):
        for term in above[category]:
            if key in public and category_blog[term] == public[key][0]:
                found[2 * PUBLIC + term].add(key)
    for key, tag in rows("masthead_entry_tags", "entry_id", "tag_id"):
        if key in public and tag_blog[tag] == public[key][0]:
            found[3 * PUBLIC + tag].add(key)
    series_blog = dict(rows("masthead_series", "id", "blog_id"))
    for key, series in rows("masthead_part", "entry_id", "series_id"):
        if key in public and series_blog[series] == public[key][0]:
            found[6 * PUBLIC + series].add(key)
    for key, person in rows("masthead_byline", "entry_id", "person_id"):
        if key in public and person is not None:
            found[4 * PUBLIC + person].add(key)
    return found


def blog_of(listing, public, ids):
    return 0 if listing // PUBLIC == 4 else public[min(ids)][0]


def cut_up(listing, ids, public):
    newest_first = sorted(ids, key=lambda key: (public[key][4], public[key][5]), reverse=True)
    ranks = [public[key][5] for key in newest_first]
    sheet = 0
    for n, key in enumerate(newest_first):
        near = ranks[n - 5 : n] + ranks[n + 1 : n + 6]
        cut = int(n >= 5 and ranks[n] < min(near))
        sheet = key if cut else sheet
        older = newest_first[n + 1] if n + 1 < len(newest_first) else None
        newer = newest_first[n - 1] if n else None
        blog, day = public[key][0], public[key][7]
        yield (listing, public[key][4], public[key][5], key, day, blog, older, newer, cut, sheet)


COLUMNS = {
    "masthead_public_page": ("page_id", "address"),
    "masthead_public_entry": (
        "entry_id", "blog_id", "kind", "language", "address", "at", "rank", "month", "day", "modified", "pinned",
    ),
    "masthead_published_day": ("blog_id", "day", "month", "year"),
    "masthead_facet": ("blog_id", "sort", "word", "number"),
    "masthead_category_above": ("category_id", "ancestor_id"),
    "masthead_listing": ("listing", "shard", "kind", "blog_id", "target"),
    "masthead_listing_entry": (
        "listing", "at", "rank", "entry_id", "day", "blog_id", "older", "newer", "cut", "sheet",
    ),
}  # fmt: skip


def assert_exact():
    """Every table of the projection equals its definition, and nothing was left lying in the working tables."""
    for table, wanted in expected().items():
        stored = rows(table, *COLUMNS[table])
        assert len(stored) == len(set(stored)), table
        assert set(stored) == wanted, (table, sorted(set(stored) ^ wanted)[:6])
    assert rows("masthead_touched", "kind", "id") == []
    assert rows("masthead_work_dirty", "listing") == []
