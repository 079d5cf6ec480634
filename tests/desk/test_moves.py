"""Pages are moved at the desk: to no address that Masthead needs itself, and the desk says so."""

from __future__ import annotations

from desk.editors import Desk


def test_a_move_to_a_reserved_address_is_refused_in_a_sentence(desk: Desk) -> None:
    from masthead.entries.models import Home, StaticPage

    above = desk.world.static_page("Above")
    below = desk.world.static_page("Media", parent=above)
    answer = desk.admin.post(f"/desk/pages/{below.pk}/move/{Home.objects.get().pk}/confirm/", follow=True)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "“Media” was not moved." in shown
    assert "“media” is an address that Masthead needs itself: choose another." in shown
    assert StaticPage.objects.get(pk=below.pk).get_parent().pk == above.pk


def test_a_menu_item_and_a_person_lead_to_no_script(desk: Desk) -> None:
    from masthead.entries.models import Person

    answer = desk.admin.post(
        "/desk/snippets/masthead/person/add/", {"name": "Ann", "bio": "null", "website": "javascript:alert(1)"}
    )
    assert answer.status_code == 200
    assert not Person.objects.exists()
