"""`masthead blog`"""

from __future__ import annotations

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.output import json_option, say_json, say_missing_words


@click.group()
def blog() -> None:
    """Make and list blogs. Everything else about a blog is done at the desk."""


@blog.command()
@click.argument("name")
@click.option("--slug", default="", help="The first segment of its addresses. Default: made of the name.")
@click.option("--language", help="As en, fa or pt-BR. Default: the site's.")
@json_option
@pass_site
def add(site: Context, name: str, slug: str, language: str | None, as_json: bool) -> None:
    """Make a blog called NAME."""
    site.started()
    from masthead.site.checks import language as wrong
    from masthead.site.making import add_blog

    if language and (reason := wrong(language)):
        raise click.BadParameter(f"it {reason}.", param_hint="--language")
    options = site.options
    language = language or options.language
    address = add_blog(name, slug=slug, language=language)
    if as_json:
        say_json({"blog": address})
    else:
        click.echo(f"The blog “{name}” is at {options.url.rstrip('/')}{address}")
        say_missing_words(language)


@blog.command("list")
@json_option
@pass_site
def list_blogs(site: Context, as_json: bool) -> None:
    """List the blogs: address, name, language, how many entries are published."""
    site.started()
    from masthead.entries.models import Blog, Entry

    blogs = [
        {
            "address": f"/{each.slug}/",
            "name": each.title,
            "language": each.language,
            "live": each.live,
            "entries": Entry.objects.filter(blog_id=each.pk, live=True).count(),
        }
        for each in Blog.objects.order_by("path")
    ]
    if as_json:
        say_json(blogs)
        return
    for each in blogs:
        hidden = "" if each["live"] else ", not published"
        click.echo(f"{each['address']}  {each['name']} ({each['language']}): {each['entries']:,} entries{hidden}")
