"""The desk of an editor who reads Persian: every field of every form is called by a Persian name."""

from __future__ import annotations

import json
import re
from html import unescape

from desk.editors import Desk

PERSIAN = re.compile("[\u0600-\u06ff]")
ADDRESSES = (
    *(f"/desk/pages/add/masthead_{kind}/{kind}/{{blog}}/" for kind in (
        "article", "note", "testimony", "interview", "petition", "register", "passage")),
    "/desk/pages/{blog}/edit/", "/desk/pages/{home}/edit/", "/desk/pages/add/masthead/staticpage/{home}/",
    *(f"/desk/snippets/masthead/{name}/add/" for name in ("person", "category", "tag", "series")),
    "/desk/settings/masthead/sitesettings/", "/desk/images/add/", "/desk/documents/add/",
    "/desk/petitions/{petition}/import/", "/desk/petitions/{petition}/export/", "/desk/petitions/{petition}/paper/add/",
    "/desk/people/{person}/merge/", "/desk/registers/{register}/rows/file/", "/desk/registers/{register}/rows/add/",
)  # fmt: skip


def labels(page: str) -> set[str]:
    """Also those of forms that a script copies."""
    found = re.findall(r"<(?:label|legend)\b[^>]*>(.*?)</(?:label|legend)>", unescape(page), re.DOTALL)
    words = (" ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", each, flags=re.DOTALL).split()) for each in found)
    return {each.strip("* ") for each in words}


def test_every_field_has_a_persian_name(desk: Desk) -> None:
    from django.contrib.auth.models import User
    from wagtail.users.models import UserProfile

    from kinds.petitions import a_petition
    from kinds.test_register import a_register

    UserProfile.objects.update_or_create(user=User.objects.get(), defaults={"preferred_language": "fa"})
    numbers = {
        "blog": desk.world.blog.pk, "home": desk.world.home.pk, "petition": a_petition(desk.world).pk,
        "register": a_register(desk.world, columns="[]").pk, "person": desk.world.person("Ada").pk,
    }  # fmt: skip
    foreign: dict[str, set[str]] = {}
    for address in ADDRESSES:
        answer = desk.admin.get(address.format(**numbers), follow=True)
        assert answer.status_code == 200, address
        for label in labels(answer.content.decode()):
            if label and not PERSIAN.search(label):
                foreign.setdefault(label, set()).add(address)
        assert "Choose person" not in answer.content.decode(), address
    assert foreign == {}


def test_blocks_are_called_by_the_language_of_who_opens_the_form(desk: Desk) -> None:
    from django.contrib.auth.models import User
    from django.utils.translation import gettext, override
    from wagtail.users.models import UserProfile

    def is_named(language: str) -> bool:
        with override(language):
            word = json.dumps(gettext("Pull quote"))
        address = f"/desk/pages/add/masthead_article/article/{desk.world.blog.pk}/"
        return word in unescape(desk.admin.get(address).content.decode())

    for mine, other in (("en", "fa"), ("fa", "en"), ("en", "fa")):
        UserProfile.objects.update_or_create(user=User.objects.get(), defaults={"preferred_language": mine})
        assert is_named(mine)
        assert not is_named(other)


def test_the_columns_of_lists_have_persian_names(desk: Desk) -> None:
    from django.contrib.auth.models import User
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(user=User.objects.get(), defaults={"preferred_language": "fa"})
    desk.world.person("Ada")
    words: list[str] = []
    for name in ("person", "category", "tag", "series"):
        page = desk.admin.get(f"/desk/snippets/masthead/{name}/").content.decode()
        headings = re.findall(r"<th\b[^>]*>(.*?)</th>", page.partition('<table class="listing')[2], re.DOTALL)
        words += (" ".join(re.sub("<[^>]+>", " ", each).split()) for each in headings)
    assert "نام" in words
    assert [word for word in words if word and not PERSIAN.search(word)] == []


def test_a_headline_is_written_from_where_its_own_language_begins(desk: Desk) -> None:
    form = desk.admin.get(f"/desk/pages/add/masthead_article/article/{desk.world.blog.pk}/").content.decode()
    (field,) = re.findall(r'<input\b[^>]*\bname="headline"[^>]*>', form)
    assert 'dir="auto"' in field
