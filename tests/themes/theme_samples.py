"""Invented pages of every kind, in English and in Persian, each with names in the other direction."""

from __future__ import annotations

from typing import Any, NamedTuple

from markupsafe import Markup

from masthead.entries.languages import date_span, direction, format_date
from masthead.entries.rendering import Document, Picture, page_html
from masthead.pages.records import (
    ArchivePage,
    BlogFront,
    BlogPage,
    Chrome,
    Date,
    EntryPage,
    FeedItem,
    FeedView,
    Gone,
    HomePage,
    HomeSection,
    Link,
    MenuLine,
    Moved,
    NotFound,
    OverviewLine,
    OverviewPage,
    PersonLink,
    PersonPage,
    SeriesPage,
    SeriesPlace,
    SheetPage,
    SitemapAddress,
    SitemapView,
    StaticPageView,
    Teaser,
    TermLink,
    TermPage,
    Tongue,
    Translation,
)
from masthead.themes.theme import load_theme

ORIGIN = "https://lantern.example"
THEME = load_theme()


class Words(NamedTuple):
    site: str
    tagline: str
    blog: str
    path: str
    description: str
    person: str
    other_person: str
    headline: str
    long_headline: str
    sentence: str
    note: str
    place: str
    code: str


WORDS = {
    "en": Words(
        site="The Lantern Street Association",
        tagline="Neighbours who keep the lamps lit, and the stories with them",
        blog="The Lamplighter",
        path="lamplighter",
        description="News and long reads from a street that does not exist",
        person="Ada Fennimore",
        other_person="نیلوفر دریابندی",
        headline="The night the lamps came back",
        long_headline="What Mrs. Obermoos told us about the flood, the bakery, and the forty-one umbrellas (یادگار)",
        sentence="At six in the evening, when the harbour bell had stopped, the first lamp came on by itself, and "
        "nobody in Lantern Street said a word until the last one was burning. ",
        note="The tram stop has its bench again. Whoever painted it green: thank you, and it is still wet.",
        place="Harbour",
        code="def lamps(street):\n    return 41\n",
    ),
    "fa": Words(
        site="انجمن کوچهٔ فانوس",
        tagline="همسایه‌هایی که چراغ‌ها را روشن نگه می‌دارند و قصه‌ها را",
        blog="چراغ‌بان",
        path="چراغ-بان",
        description="خبرها و خواندنی‌های بلند از کوچه‌ای که نیست",
        person="نیلوفر دریابندی",
        other_person="Ada Fennimore",
        headline="شبی که چراغ‌ها برگشتند",
        long_headline="آنچه خانم Obermoos دربارهٔ سیل و نانوایی و چهل‌ویک چتر برایمان گفت",
        sentence="ساعت شش عصر، وقتی زنگ بندر خاموش شد، نخستین چراغ خودبه‌خود روشن شد و تا واپسین چراغ "
        "هیچ‌کس در کوچهٔ فانوس حرفی نزد. ",
        note="نیمکت ایستگاه تراموا برگشته است. هر که سبزش کرده: دستت درد نکند، هنوز خیس است.",
        place="بندر",
        code="def lamps(street):\n    return 41\n",
    ),
}


def date(language: str, year: int, month: int, day: int) -> Date:
    return Date(f"{year}-{month:02}-{day:02}T18:00:00+00:00", format_date((year, month, day), language))


def chrome(language: str, *, of_blog: bool = True) -> Chrome:
    words, other = WORDS[language], WORDS["fa" if language == "en" else "en"]
    other_language = "fa" if language == "en" else "en"
    return Chrome(
        site_name=words.site, site_tagline=words.tagline, site_url="/", site_lang=language,
        site_dir=direction(language),
        blog_name=words.blog if of_blog else "", blog_url=f"/{words.path}/" if of_blog else "",
        blog_lang=language if of_blog else "", blog_dir=direction(language) if of_blog else "",
        blog_description=words.description if of_blog else "",
        menu=(
            MenuLine(words.blog, f"/{words.path}/", current=of_blog, lang=language),
            MenuLine(other.blog, f"/{other.path}/", lang=other_language),
            MenuLine(words.place, "/harbour/", below=(Link(words.site, "/about/"), Link(words.headline, "/x/"))),
        ),
        footer=Markup('<p>{}, 12 Lantern Street. <a href="/about/">{}</a></p>').format(words.site, words.place),
        archive_url=f"/{words.path}/archive/" if of_blog else "",
        style_url="/theme/style.css",
        feeds=(Link(f"{words.blog}: RSS", f"/{words.path}/rss.xml"), Link("Atom", f"/{words.path}/atom.xml"),
               Link("JSON", f"/{words.path}/feed.json")),
    )  # fmt: skip


def teaser(language: str, number: int, **changes: object) -> Teaser:
    words = WORDS[language]
    made = Teaser(
        url=f"/{words.path}/entry-{number}/", headline=words.headline, label=words.headline, lang=language,
        dir=direction(language), kind="article", excerpt=(words.sentence * 2)[:-1] + "…", cut=True,
        date=date(language, 2024, 5, 28 - number), people=(PersonLink(words.person, "/people/ada/", "author"),),
    )  # fmt: skip
    return made._replace(**changes)


def teasers(language: str) -> tuple[Teaser, ...]:
    words, other = WORDS[language], "fa" if language == "en" else "en"
    guests = (
        PersonLink(words.other_person, "/people/o/", "interviewee"),
        PersonLink(words.person, "/people/ada/", "author"),
        PersonLink(words.other_person, "", "author"),
        PersonLink("Ib Holm", "/people/ib/", "photographer"),
    )
    return (
        teaser(language, 1),
        teaser(language, 2, headline="", label=words.note[:20], excerpt=words.note, cut=False, kind="note",
               people=()),
        teaser(language, 3, headline=words.long_headline, label=words.long_headline, people=guests),
        teaser(other, 4),
        teaser(language, 5, headline="", label=words.sentence[:30], kind="note"),
        teaser(language, 6, excerpt="", cut=True, people=()),
    )  # fmt: skip


def laid_out(entries: tuple[Teaser, ...], level: int = 2) -> tuple[Markup, ...]:
    """The teasers as lists are given them."""
    return tuple(Markup(THEME.render("teaser.html", entry.lang, entry=entry, level=level)) for entry in entries)


class Pictures:
    """What the sample bodies may ask for."""

    def url_of(self, page_id: int) -> str | None:
        return "/harbour/"

    def picture(self, image_id: int, shape: str = "whole") -> Picture | None:
        return Picture(PICTURE, 1200, 640, "Hills by the harbour")

    def document(self, document_id: int) -> Document | None:
        ending = {1: "pdf", 2: "mp3", 3: "mp4", 4: "vtt"}[document_id]
        return Document(f"/media/lamps.{ending}", "Lamps (چراغ‌ها)", "2 MB", ending)


def body(language: str, *, columns: int = 4, code: str = "") -> Markup:
    words = WORDS[language]
    place, person, sentence, headline = words.place, words.other_person, words.sentence, words.headline
    paragraphs = f"<p>{sentence * 3}[^a]</p><p>{sentence}<a linktype='page' id='3'>{headline}</a> {sentence}</p>"
    cells = {"values": [f"<p>{cell}</p>" for cell in (headline, "41", person, *[place] * (columns - 3))]}
    table = {
        "columns": [{"type": "text", "heading": heading} for heading in (headline, "#", *[place] * (columns - 2))],
        "rows": [cells, cells],
        "caption": headline,
    }
    picture = {"image": 1, "alt": place, "caption": f"<p>{place}</p>", "credit": person}
    recording = {"file": 2, "title": headline, "caption": f"<p>{place}</p>", "transcript": f"<p>{sentence}</p>"}
    track = {"file": 4, "language": language, "label": "", "kind": "captions"}
    film = {**recording, "file": 3, "poster": 1, "tracks": [{"value": track}]}
    blocks: list[tuple[str, Any]] = [
        ("text", paragraphs),
        ("heading", {"text": headline, "level": "2"}),
        ("text", f"<p>{sentence * 2}</p>"),
        ("quotation", {"quote": f"<p>{sentence}</p>", "source": person, "url": "https://lantern.example/"}),
        ("text", f"<p>{sentence}</p>"),
        ("heading", {"text": place, "level": "3"}),
        ("text", f"<ul><li>{place}</li><li>{sentence}</li><li>{headline}</li></ul>"),
        ("image", {"image": 1, "alt": place, "caption": f"<p>{sentence}</p>", "credit": person}),
        ("text", f"<p>{sentence * 2}</p>"),
        ("table", table),
        ("files", {"title": place, "files": [{"type": "item", "value": {"document": 1, "title": ""}}] * 2}),
        ("text", f"<p>{sentence}<code>lamps()</code></p>"),
        ("code", {"language": "python", "code": code or words.code}),
        ("gallery", {"pictures": [{"value": picture}] * 3}),
        ("pull_quote", {"quote": sentence.partition(",")[0], "source": person}),
        ("text", f"<p>{sentence * 3}[^b]</p>"),
        ("audio", recording),
        ("video", film),
        ("embed", {"url": "https://lantern.example/film", "title": headline}),
        (
            "embed",
            {
                "url": "https://lantern.example/film",
                "title": headline,
                "author": person,
                "provider": "Lantern",
                "image": 1,
                "description": sentence,
            },
        ),
        ("heading", {"text": place, "level": "4"}),
        ("text", f"<hr/><p>{sentence}[^a]</p>"),
        ("footnotes", {"notes": [{"value": {"label": label, "text": f"<p>{sentence}</p>"}} for label in "ab"]}),
    ]
    stored = [{"type": kind, "value": value} for kind, value in blocks]
    return page_html(stored, Pictures(), language=language)


PICTURE = "/media/hill.svg"


def pages(language: str) -> dict[str, tuple[str, object]]:
    """Every page kind: a name, its template and its record."""
    words, other = WORDS[language], WORDS["fa" if language == "en" else "en"]
    other_language = "fa" if language == "en" else "en"
    blog, site = chrome(language), chrome(language, of_blog=False)
    these, lower = laid_out(teasers(language)), laid_out(teasers(language), level=3)
    older = Link(words.long_headline, f"/{words.path}/older/abc/")
    newer = Link(words.headline, f"/{words.path}/entry-9/")
    way = (TermLink(words.place, "/topics/a/"), TermLink(words.other_person, "/topics/b/"))
    fronts = (
        BlogFront(words.blog, f"/{words.path}/", language, direction(language), words.description, lower[:5]),
        BlogFront(other.blog, f"/{other.path}/", other_language, direction(other_language), other.description,
                  laid_out(teasers(other_language)[:3], level=3)),
    )  # fmt: skip
    entry = EntryPage(
        blog, words.headline, words.headline, language, direction(language), "article",
        date(language, 2024, 5, 3), date(language, 2025, 1, 9), teasers(language)[2].people, body(language), way, way,
        newer, older, words.sentence,
        (Translation(other.site, f"/{other.path}/entry-1/", f"{ORIGIN}/{other.path}/entry-1/", other_language),),
        SeriesPlace(words.place, f"/{words.path}/series/a/", 2, "2", "3", newer, older),
    )  # fmt: skip
    note = EntryPage(
        blog, "", words.note[:20], language, direction(language), "note", date(language, 2024, 5, 4), None, (),
        Markup("<p>{}</p>").format(words.note), (), way, None, older,
    )  # fmt: skip
    introduction = Markup("<p>{}</p>").format(words.sentence)
    span = date_span((2019, 5, 3), (2019, 6, 8), language)
    return {
        "home": ("home.html", HomePage(site, words.site, introduction, (
            HomeSection("lead", these[0], None), HomeSection("text", introduction, None),
            *(HomeSection("blog", Markup(), front) for front in fronts)))),
        "blog": ("blog.html", BlogPage(blog, words.blog, words.description, (), these, older, blog.feeds)),
        "pinned": ("blog.html", BlogPage(blog, words.blog, "", these[2:3], these[:2], None, blog.feeds)),
        "empty": ("blog.html", BlogPage(blog, words.blog, "", (), (), None, ())),
        "sheet": ("sheet.html", SheetPage(blog, words.blog, span, these, newer, older, newer)),
        "entry": ("entry.html", entry),
        "note": ("entry.html", note),
        "foreign": ("entry.html", in_another_language(entry, other_language)),
        "person": ("person.html", PersonPage(site, words.person, introduction, ORIGIN, lower, older, blog.feeds)),
        "series": ("series.html", SeriesPage(blog, words.place, introduction, these[:3], blog.feeds)),
        "category": ("term.html", TermPage(
            blog, words.place, words.sentence, "category", way, way, these, older, blog.feeds)),
        "tag": ("term.html", TermPage(blog, words.place, "", "tag", (), (), these[:2], None, blog.feeds)),
        "month": ("term.html", TermPage(blog, words.place, "", "month", way, (), these[:2], None, ())),
        "archive": ("archive.html", ArchivePage(blog, words.place, (), (older, newer), (newer,), (older,))),
        "year": ("archive.html", ArchivePage(blog, words.place, way, (older, newer), (), ())),
        "overview": ("overview.html", OverviewPage(blog, words.place, way, (
            OverviewLine(words.place, "/blog/topics/a/", (older, newer)),
            OverviewLine(words.sentence, "/blog/topics/c/")))),
        "static": ("static_page.html", StaticPageView(site, words.place, language, entry.dir, body(language))),
        "not_found": ("not_found.html", NotFound(site, (Tongue(other_language, direction(other_language)),))),
        "gone": ("gone.html", Gone(site, (Tongue(other_language, direction(other_language)),))),
        "moved": ("moved.html", Moved(site, "/harbour/")),
    }  # fmt: skip


def in_another_language(entry: EntryPage, language: str) -> EntryPage:
    """An entry in another language than its blog's."""
    words = WORDS[language]
    return entry._replace(
        headline=words.headline, label=words.headline, lang=language, dir=direction(language),
        body=body(language), date=date(language, 2024, 5, 3), modified=None,
    )  # fmt: skip


def feed_items(language: str) -> tuple[FeedItem, FeedItem]:
    words = WORDS[language]
    item = FeedItem(
        "urn:uuid:0b7a2a3e-2c1b-4b52-9d0e-0c8f3d2f7a10", f"{ORIGIN}/{words.path}/entry-1/",
        f"{words.headline} <& \x0b\ufffe>", words.headline, language, "2024-05-27T18:00:00+00:00",
        "Mon, 27 May 2024 18:00:00 +0000", "2024-05-28T18:00:00+00:00", (words.person, words.other_person),
        words.sentence, f"<p>{words.sentence} &amp; ]]&gt; ]]></p>", (words.place,),
    )  # fmt: skip
    note = item._replace(
        id="urn:uuid:0b7a2a3e-2c1b-4b52-9d0e-0c8f3d2f7a11", title="", derived_title=words.note[:30], authors=(),
        html=Markup("<p>{}</p>").format(words.note), summary=words.note,
        lang="fa" if language == "en" else "en",
    )  # fmt: skip
    return item, note


def feed(language: str, form: str) -> FeedView:
    words = WORDS[language]
    items = (THEME.render(f"{form}_item.xml", item.lang, item=item) for item in feed_items(language))
    return FeedView(
        words.blog, words.description, f"{ORIGIN}/{words.path}/", f"{ORIGIN}/{words.path}/rss.xml", language,
        direction(language), "2024-05-28T18:00:00+00:00", "Tue, 28 May 2024 18:00:00 +0000",
        tuple(map(Markup, items)),
    )  # fmt: skip


def sitemap() -> SitemapView:
    return SitemapView((SitemapAddress(f"{ORIGIN}/?a&b", "2024-05-28"), SitemapAddress(f"{ORIGIN}/چراغ/")))
