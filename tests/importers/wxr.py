"""Small exports written inside tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old blog</title>'
    "<link>http://old.example</link><language>en</language><wp:wxr_version>1.2</wp:wxr_version>"
    "<wp:base_site_url>http://old.example</wp:base_site_url><wp:base_blog_url>http://old.example</wp:base_blog_url>"
)


def item(
    number: int,
    *,
    title: str = "A title",
    body: str = "",
    kind: str = "post",
    status: str = "publish",
    slug: str | None = None,
    inner: str = "",
    **fields: object,
) -> str:
    """One item; `fields` are elements of the wp namespace."""
    name = slug if slug is not None else f"item-{number}"
    values = {
        "post_id": number,
        "post_name": name,
        "post_type": kind,
        "status": status,
        "post_date": "2015-03-04 10:20:30",
        "post_date_gmt": "2015-03-04 09:20:30",
    } | fields
    wp = "".join(f"<wp:{key}>{value}</wp:{key}>" for key, value in values.items())
    return (
        f"<item><title>{title}</title><link>http://old.example/2015/03/{name}/</link><dc:creator>ann</dc:creator>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>{wp}{inner}</item>"
    )


def meta(key: str, value: str) -> str:
    """One postmeta element."""
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"


def export(path: Path, *items: str, head: str = HEAD) -> Path:
    """An export file with these items."""
    path.write_text(f"{head}{''.join(items)}</channel></rss>", encoding="utf-8")
    return path
