"""Every feed and sitemap of the demo, and of an import, is what its schema says and what feedparser can read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import fastjsonschema
import feedparser
import pytest
from lxml import etree

pytestmark = pytest.mark.outside

Complaints = Callable[[Path], list[str]]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(params=["store", "imported"])
def published(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def schemas(shared_data: Path) -> Path:
    return shared_data / "schemas"


def complaints_of(schema: etree.XMLSchema | etree.RelaxNG) -> Complaints:
    def judge(file: Path) -> list[str]:
        return [] if schema.validate(etree.parse(file)) else [f"{file}: {error}" for error in schema.error_log]

    return judge


def json_feed(schema: dict[str, Any]) -> Callable[[Any], Any]:
    """The schema is of version 1 of JSON Feed; version 1.1 added these two."""
    new = {"authors": {"type": "array", "items": {"$ref": "#/definitions/author"}}, "language": {"type": "string"}}
    schema["properties"].update(new)
    schema["definitions"]["item"]["properties"].update(new)
    return fastjsonschema.compile(schema)


def all_complaints(files: list[Path], judge: Complaints) -> list[str]:
    assert len(files) > 10
    return [complaint for file in files for complaint in judge(file)]


def test_rss_is_valid(published: Path, schemas: Path) -> None:
    judge = complaints_of(etree.XMLSchema(etree.parse(schemas / "rss-2_0.xsd")))
    assert all_complaints(sorted(published.rglob("rss.xml")), judge) == []


def test_atom_is_valid_by_the_grammar_of_its_standard(published: Path, schemas: Path) -> None:
    judge = complaints_of(etree.RelaxNG(etree.parse(schemas / "atom-rfc4287.rng")))
    assert all_complaints(sorted(published.rglob("atom.xml")), judge) == []


def test_json_feed_is_valid(published: Path, schemas: Path) -> None:
    valid = json_feed(json.loads((schemas / "jsonfeed-1.1.schema.json").read_text()))

    def judge(file: Path) -> list[str]:
        try:
            valid(json.loads(file.read_text()))
        except fastjsonschema.JsonSchemaException as error:
            return [f"{file}: {error.message}"]
        return []

    assert all_complaints(sorted(published.rglob("feed.json")), judge) == []


def test_schemas_refuse_what_is_wrong(schemas: Path, tmp_path: Path) -> None:
    feed = tmp_path / "atom.xml"
    feed.write_text('<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>')
    assert complaints_of(etree.RelaxNG(etree.parse(schemas / "atom-rfc4287.rng")))(feed)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        json_feed(json.loads((schemas / "jsonfeed-1.1.schema.json").read_text()))({"title": "x", "items": [{}]})


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_feedparser_reads_every_feed(published: Path, name: str) -> None:
    for file in published.rglob(name):
        parsed = feedparser.parse(file.read_bytes())
        assert not parsed.bozo, (file, parsed.bozo_exception)
        assert all((each.id, each.link, each.published_parsed) for each in parsed.entries), file
        assert len({each.id for each in parsed.entries}) == len(parsed.entries), file


def locations(sitemap: Path) -> Iterator[str]:
    for found in etree.parse(sitemap).iter(f"{SITEMAP}loc"):
        yield unquote(urlsplit(found.text).path)


def test_sitemaps_are_valid_and_list_pages_that_are_there(published: Path, schemas: Path) -> None:
    index = published / "sitemap.xml"
    parts = [published / address[1:] for address in locations(index)]
    assert complaints_of(etree.XMLSchema(etree.parse(schemas / "siteindex.xsd")))(index) == []
    assert all_complaints(parts, complaints_of(etree.XMLSchema(etree.parse(schemas / "sitemap.xsd")))) == []
    listed = [address for part in parts for address in locations(part)]
    assert len(listed) == len(set(listed)) > 50
    assert [address for address in listed if not (published / address[1:] / "index.html").is_file()] == []
