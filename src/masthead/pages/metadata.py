"""What a page says of itself to programs: Open Graph (https://ogp.me), which cards in messengers are made of, and
JSON-LD in the words of https://schema.org.

JSON-LD stands in a script element that is no script: a data block, which browsers do not run and a policy without
scripts does not concern (https://html.spec.whatwg.org/multipage/scripting.html#data-block).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from masthead.entries.languages import territorial
from masthead.pages.frame import absolute, frame
from masthead.pages.records import Card, CardPicture, Chrome, PersonLink, SeriesPlace, TermLink

Thing = dict[str, Any]

# What could end the element, or begin a comment in it, is written as an escape: the JSON is the same.
ESCAPED = "<>&\u2028\u2029"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class About(NamedTuple):
    """What a page knows of itself beyond its address and title."""

    type: str = "website"  # of Open Graph: website, article, profile
    description: str = ""
    language: str = ""  # of what the page shows, where that is not the page's
    published: str = ""  # ISO 8601, of an article
    modified: str = ""
    picture: CardPicture | None = None  # that stands for it elsewhere
    parents: tuple[TermLink, ...] = ()  # between the blog and the page
    thing: Thing | None = None  # of schema.org, without its context


def card(about: About, title: str, address: str, language: str, chrome: Chrome) -> Card:
    """What others show of the page."""
    return Card(
        type=about.type,
        title=title or chrome.blog_name or chrome.site_name,
        description=about.description,
        url=absolute(address),
        locale=territorial(about.language or language),
        site_name=chrome.site_name,
        published=about.published,
        modified=about.modified,
        picture=about.picture,
    )


def structured(about: About, title: str, address: str, chrome: Chrome) -> Markup:
    """The JSON-LD of a page: what it is, and the way to it; empty if it is nothing in particular."""
    things = [thing for thing in (about.thing, _way(about, title, address, chrome)) if thing]
    if not things:
        return Markup()
    graph: Thing = {"@context": "https://schema.org", "@graph": things}
    text = _encode(graph)
    for sign in ESCAPED:  # `str.translate` looks at every letter of a text that is not ASCII
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  # escaped


def _way(about: About, title: str, address: str, chrome: Chrome) -> Thing | None:
    """From the site to the page."""
    steps = [(chrome.site_name, absolute("/"))]
    if chrome.blog_name:
        steps.append((chrome.blog_name, frame().url + chrome.blog_url))
    steps += [(parent.name, frame().url + parent.url) for parent in about.parents]
    if title and absolute(address) != steps[-1][1]:
        steps.append((title, absolute(address)))
    if len(steps) == 1:
        return None
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def website(chrome: Chrome) -> Thing:
    """The site, on its home page."""
    return filled(
        {
            "@type": "WebSite",
            "@id": f"{absolute('/')}#site",
            "name": chrome.site_name,
            "url": absolute("/"),
            "description": chrome.site_tagline,
            "inLanguage": chrome.site_lang,
        }
    )


def blog(chrome: Chrome) -> Thing:
    """A blog, on its front."""
    return filled({**_blog(chrome), "description": chrome.blog_description, "inLanguage": chrome.blog_lang})


def posting(
    chrome: Chrome, about: About, *, address: str, label: str, language: str, people: Sequence[PersonLink],
    keywords: Sequence[str], series: SeriesPlace | None = None,
) -> Thing:  # fmt: skip
    """An entry."""
    by_role = {
        role: [somebody(someone) for someone in people if someone.role == role]
        for role in ("author", "translator", "editor")
    }
    return filled(
        {
            "@type": "BlogPosting",
            "@id": f"{absolute(address)}#entry",
            "headline": label,
            "url": absolute(address),
            "mainEntityOfPage": absolute(address),
            "datePublished": about.published,
            "dateModified": about.modified,
            "inLanguage": language,
            **by_role,
            "description": about.description,
            "image": _image(about.picture) if about.picture else None,
            "keywords": list(dict.fromkeys(keywords)),
            "isPartOf": _wholes(chrome, series),
            "position": series.position if series else None,
            "publisher": {"@type": "Organization", "name": chrome.site_name, "url": absolute("/")},
        }
    )


def _wholes(chrome: Chrome, series: SeriesPlace | None) -> Thing | list[Thing] | None:
    """What an entry is a part of: its blog, and perhaps a series."""
    around = _blog(chrome) if chrome.blog_name else None
    if series is None:
        return around
    url = frame().url + series.url
    return [*([around] if around else []), _series(series.name, url)]


def series(chrome: Chrome, name: str, url: str, description: str, parts: Sequence[str]) -> Thing:
    """A series, on its page; of its parts, their addresses."""
    return filled(
        {
            **_series(name, url),
            "description": description,
            "inLanguage": chrome.blog_lang,
            "isPartOf": _blog(chrome),
            "hasPart": [{"@id": f"{part}#entry"} for part in parts],
        }
    )


def _series(name: str, url: str) -> Thing:
    return {"@type": "CreativeWorkSeries", "@id": f"{url}#series", "name": name, "url": url}


def profile(name: str, address: str, website: str, sort: str) -> Thing:
    """A person, on their page."""
    person = {"@type": _type_of(sort), "name": name, "url": absolute(address), "sameAs": [website] if website else []}
    return {"@type": "ProfilePage", "url": absolute(address), "mainEntity": filled(person)}


def _blog(chrome: Chrome) -> Thing:
    url = frame().url + chrome.blog_url
    return {"@type": "Blog", "@id": f"{url}#blog", "name": chrome.blog_name, "url": url}


def _image(picture: CardPicture) -> Thing:
    return {"@type": "ImageObject", "url": picture.url, "width": picture.width, "height": picture.height}


def somebody(someone: PersonLink) -> Thing:
    """Who stands in a byline."""
    url = frame().url + someone.url if someone.url else ""
    return filled({"@type": _type_of(someone.sort), "name": someone.name, "url": url})


def _type_of(sort: str) -> str:
    return "Organization" if sort in ("organisation", "group") else "Person"


def filled(thing: Thing) -> Thing:
    """Without what there is nothing to say of."""
    return {name: value for name, value in thing.items() if value}
