"""Persons through the command line: two become one."""

from __future__ import annotations

import json
from collections.abc import Callable
from subprocess import CompletedProcess

Run = Callable[..., "CompletedProcess[str]"]
MADE = """
from masthead.entries.models import Blog, Byline, Person
from masthead.kinds.article.models import Article
one = Person.objects.create(name="Ada Barrow", website="https://ada.example/")
other = Person.objects.create(name="A. Barrow", website="https://a.example/", bio="<p>Writes.</p>")
for name, live in (("Public", True), ("Draft", False)):
    entry = Blog.objects.get().add_child(instance=Article(headline=name, language="en", live=False))
    entry.bylines.add(Byline(person=other, role="author"))
    revision = entry.save_revision()
    entry.save()
    if live:
        revision.publish()
"""
TOLD = """“A. Barrow” would become one with “Ada Barrow”.
Public entries of “A. Barrow”: 1. Others: 1.
/people/a-barrow/ leads to /people/ada-barrow/.
Taken over from “A. Barrow”: the text about the person.
Lost, as both have one: the website of “A. Barrow”.
Nothing was changed.
"""


def test_two_become_one_and_the_second_time_there_is_no_other(at_site: Run) -> None:
    assert at_site("shell", "-c", MADE).returncode == 0

    def merge(*words: str) -> CompletedProcess[str]:
        return at_site("person", "merge", *words)

    foretold = merge("ada-barrow", "a-barrow", "--dry-run")
    assert (foretold.returncode, foretold.stdout, foretold.stderr) == (0, TOLD, "")
    same = merge("ada-barrow", "ada-barrow")
    assert (same.returncode, same.stderr) == (3, "Error: These are one person already: name two.\n")
    done = merge("ada-barrow", "a-barrow", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "merged": True, "remains": "ada-barrow", "other": "a-barrow", "public": 1, "others": 1, "menu": [],
        "address": "/people/a-barrow/", "taken": ["bio"], "dropped": ["website"],
    }  # fmt: skip
    again = merge("ada-barrow", "a-barrow")
    assert (again.returncode, again.stdout) == (3, "")
    assert again.stderr == (
        "Error: There is no person “a-barrow”. The slug is the last part of the address: /people/SLUG/.\n"
    )
    line = "from masthead.entries.models import Byline; print({each.person.slug for each in Byline.objects.all()})"
    assert at_site("shell", "-c", line).stdout == "{'ada-barrow'}\n"
