"""Where pages may stand: no door leads to an address that Masthead needs itself, or to one too long for a database."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError


@pytest.fixture
def home(site):
    from masthead.entries.models import Home

    return Home.objects.get()


def add(parent, title: str, slug: str):
    from wagtail.models import Page

    from masthead.entries.models import StaticPage

    page = StaticPage(title=title, slug=slug, language="en", body="[]")
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return page


def test_a_move_leads_to_no_reserved_address(home) -> None:
    from wagtail.actions.move_page import MovePageAction
    from wagtail.models import Page

    from masthead.entries.models import StaticPage

    above = add(home, "Above", "above")
    below = add(above, "Media", "media")
    for moving in (below, Page.objects.get(pk=below.pk)):
        with pytest.raises(ValidationError, match="an address that Masthead needs itself"):
            moving.move(Page.objects.get(pk=home.pk), pos="last-child")
    with pytest.raises(ValidationError, match="an address that Masthead needs itself"):
        MovePageAction(Page.objects.get(pk=below.pk), Page.objects.get(pk=above.pk), pos="right").execute()
    assert StaticPage.objects.get(pk=below.pk).get_parent().pk == above.pk


def test_a_page_that_lies_too_deep_is_refused_in_a_sentence(home) -> None:
    from wagtail.models import Page

    deepest = home
    for number in range(18):
        deepest = add(deepest, f"Page {number}", f"p{number}")
    with pytest.raises(ValidationError, match="At most 18 pages stand above one another"):
        add(deepest, "One too many", "more")
    other = add(home, "Other", "other")
    add(other, "Below it", "below")
    with pytest.raises(ValidationError, match="At most 18 pages stand above one another"):
        Page.objects.get(pk=other.pk).move(Page.objects.get(pk=deepest.get_parent().pk), pos="last-child")


def test_an_address_that_no_store_takes_is_refused_in_a_sentence(home) -> None:
    from wagtail.models import Page

    from masthead.entries.models import StaticPage

    long = "é" * 90
    deepest = first = add(home, "First", "first")
    for number in range(10):
        deepest = add(deepest, f"Page {number}", long)
    with pytest.raises(ValidationError, match="The address would be too long"):
        add(deepest, "Last", long)
    add(deepest, "Last", "last")
    first = StaticPage.objects.get(pk=first.pk)
    first.slug = long
    with pytest.raises(ValidationError, match="The address would be too long"):
        first.full_clean()
    above = add(home, "Above", long)
    with pytest.raises(ValidationError, match="The address would be too long"):
        Page.objects.get(pk=first.pk).move(Page.objects.get(pk=above.pk), pos="last-child")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)",
                                     "data:text/html,x", "vbscript:x", "about", "ftp://example.org/"])  # fmt: skip
def test_no_menu_and_no_person_leads_to_a_script(site, address: str) -> None:
    from masthead.entries.models import MenuItem, Person

    with pytest.raises(ValidationError, match="No link can lead there"):
        MenuItem(label="Here", url=address).clean()
    with pytest.raises(ValidationError, match="begins with https://"):
        Person(name="Ann", website=address).clean()


def test_menus_lead_to_the_web_to_mail_and_into_the_site(site) -> None:
    from masthead.entries.models import MenuItem, Person

    for address in ("https://example.org/a", "mailto:ann@example.org", "tel:+4912345", "/blog/"):
        MenuItem(label="Here", url=address).clean()
    Person(name="Ann", website="https://example.org/").clean()
