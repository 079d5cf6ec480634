"""Writes a WordPress export of any size, in English and Persian, from text of our own: `generate_wxr.py POSTS FILE`.

The same arguments give the same bytes. Posts are of the sorts that fifteen years of a blog hold: classic text and block
markup, with and without titles, links to each other, galleries, captions, drafts, private and protected ones.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import IO
from urllib.parse import quote
from xml.sax.saxutils import escape

SITE = "http://blog.example"
ENGLISH = [
    "The river rose in the night and nobody in the lower street slept. We carried the books up first.",
    "She asked for the list of names and read it aloud, slowly, as one reads a letter.",
    "There is a garden behind the school where the old printing press stands under a roof of tin.",
    "Nine of them signed; the tenth wanted to think, and came back on the Thursday with his brother.",
    "What the council decided is written on one page, and most of that page is the date.",
    "My grandmother kept every ticket, every receipt, each in its envelope, each envelope in its year.",
]
PERSIAN = [
    "باران که آمد، کتاب‌ها را اول به طبقهٔ بالا بردیم و بعد به فکر خودمان افتادیم.",
    "نام‌ها را آهسته خواند، همان‌طور که نامه‌ای را می‌خوانند.",
    "پشت مدرسه باغی هست که دستگاه چاپ قدیمی زیر سقف حلبی‌اش ایستاده است.",
    "نُه نفر امضا کردند؛ دهمی خواست فکر کند و پنج‌شنبه با برادرش برگشت.",
    "آنچه شورا تصمیم گرفت در یک صفحه جا می‌شود و بیشترِ آن صفحه تاریخ است.",
    "مادربزرگم هر بلیت و هر رسید را نگه می‌داشت، هر کدام در پاکتی و هر پاکت در سال خودش.",
]
CATEGORIES = ("letters", "minutes", "garden", "press", "خاطره", "گزارش")
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The Lower Street</title><link>http://blog.example</link><description>Letters and minutes</description>
<pubDate>Mon, 05 Jan 2026 10:00:00 +0000</pubDate><language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>http://blog.example</wp:base_site_url><wp:base_blog_url>http://blog.example</wp:base_blog_url>
"""


def write(posts: int, out: IO[str]) -> None:
    """Write the export."""
    chance = random.Random(posts)
    out.write(HEAD)
    for number in range(1, 6):
        out.write(
            f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>writer{number}</wp:author_login>"
            f"<wp:author_email>writer{number}@blog.example</wp:author_email>"
            f"<wp:author_display_name><![CDATA[Writer {number}]]></wp:author_display_name></wp:author>\n"
        )
    for number, name in enumerate(CATEGORIES, 1):
        out.write(
            f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{quote(name).lower()}"
            f"</wp:category_nicename><wp:category_parent></wp:category_parent>"
            f"<wp:cat_name><![CDATA[{name}]]></wp:cat_name></wp:category>\n"
        )
    for number in range(1, posts + 1):
        out.write(post(number, posts, chance))
    out.write("</channel></rss>\n")


def post(number: int, posts: int, chance: random.Random) -> str:
    """One post as an item."""
    words = PERSIAN if chance.random() < 0.5 else ENGLISH
    title = "" if chance.random() < 0.1 else f"{chance.choice(words).split('،')[0].split('.')[0][:60]} {number}"
    status, password = chance.choices(
        [("publish", ""), ("draft", ""), ("private", ""), ("publish", "secret")], [94, 3, 2, 1]
    )[0]
    day = f"{2008 + number * 17 // posts}-{1 + number % 12:02}-{1 + number % 28:02}"
    time = f"{number % 24:02}:{number % 60:02}:{(number * 7) % 60:02}"
    body = blocks(words, posts, chance) if chance.random() < 0.5 else classic(words, posts, chance)
    category = chance.choice(CATEGORIES)
    slug = quote(title.replace(" ", "-")).lower()[:200] or str(number)
    return (
        f"<item><title><![CDATA[{title}]]></title><link>{SITE}/{day[:4]}/{day[5:7]}/{slug}/</link>"
        f"<pubDate>Thu, 01 Jan 2015 00:00:00 +0000</pubDate><dc:creator><![CDATA[writer{1 + number % 5}]]></dc:creator>"
        f'<guid isPermaLink="false">{SITE}/?p={number}</guid><description></description>'
        f"<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>{day} {time}</wp:post_date>"
        f"<wp:post_date_gmt>{day} {time}</wp:post_date_gmt><wp:comment_status>open</wp:comment_status>"
        f"<wp:ping_status>open</wp:ping_status><wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status>"
        "<wp:post_parent>0</wp:post_parent><wp:menu_order>0</wp:menu_order><wp:post_type>post</wp:post_type>"
        f"<wp:post_password>{password}</wp:post_password><wp:is_sticky>0</wp:is_sticky>"
        f'<category domain="category" nicename="{quote(category).lower()}"><![CDATA[{category}]]></category>'
        f'<category domain="post_tag" nicename="tag-{number % 50}"><![CDATA[Tag {number % 50}]]></category>'
        f"<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value><![CDATA[1]]></wp:meta_value></wp:postmeta>"
        f"{comment(number) if chance.random() < 0.3 else ''}</item>\n"
    )


def comment(number: int) -> str:
    """One comment."""
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author><![CDATA[Reader]]></wp:comment_author>"
        f"<wp:comment_content><![CDATA[{ENGLISH[number % 6]}]]></wp:comment_content>"
        "<wp:comment_approved>1</wp:comment_approved></wp:comment>"
    )


def sentences(words: list[str], chance: random.Random) -> str:
    """A paragraph with a little markup."""
    chosen = [chance.choice(words) for _ in range(chance.randint(2, 5))]
    if chance.random() < 0.4:
        chosen[0] = f"<strong>{chosen[0]}</strong>"
    return " ".join(chosen)


def link(posts: int, chance: random.Random) -> str:
    """A link to another post, often a later one."""
    return f'<a href="{SITE}/?p={chance.randint(1, posts)}">{escape("see there")}</a>'


def classic(words: list[str], posts: int, chance: random.Random) -> str:
    """A body by the rules of the old editor."""
    parts = [sentences(words, chance) for _ in range(chance.randint(3, 9))]
    parts[-1] += f"\n{link(posts, chance)}"
    if chance.random() < 0.2:
        parts.insert(1, "<!--more-->")
    if chance.random() < 0.2:
        parts.insert(2, "<ul>\n<li>one</li>\n<li>two</li>\n</ul>")
    if chance.random() < 0.1:
        parts.append(f"<blockquote>{chance.choice(words)}</blockquote>")
    return "\n\n".join(parts)


def blocks(words: list[str], posts: int, chance: random.Random) -> str:
    """A body of the block editor."""
    parts = [
        f"<!-- wp:paragraph -->\n<p>{sentences(words, chance)}</p>\n<!-- /wp:paragraph -->"
        for _ in range(chance.randint(3, 9))
    ]
    parts.append(f"<!-- wp:paragraph -->\n<p>{link(posts, chance)}</p>\n<!-- /wp:paragraph -->")
    if chance.random() < 0.3:
        parts.insert(1, f"<!-- wp:heading -->\n<h2>{chance.choice(words)[:40]}</h2>\n<!-- /wp:heading -->")
    return "\n\n".join(parts)


if __name__ == "__main__":
    with Path(sys.argv[2]).open("w", encoding="utf-8") as file:
        write(int(sys.argv[1]), file)
