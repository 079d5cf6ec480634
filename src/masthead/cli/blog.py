"""`masthead blog`"""

from __future__ import annotations

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.output import json_option, say_json


@click.group()
def blog() -> None:
    """Make blogs. Everything else about a blog is done at the desk."""


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
    address = add_blog(name, slug=slug, language=language or options.language)
    if as_json:
        say_json({"blog": address})
    else:
        click.echo(f"The blog “{name}” is at {options.url.rstrip('/')}{address}")
