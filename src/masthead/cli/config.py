"""`masthead config`"""

from __future__ import annotations

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.output import json_option, say_json


@click.group()
def config() -> None:
    """Show the settings."""


@config.command()
@click.option("--origin", is_flag=True, help="Say where each value comes from.")
@json_option
@pass_site
def show(site: Context, origin: bool, as_json: bool) -> None:
    """Show every setting. Secrets are shown as stars."""
    from masthead.site.options import load
    from masthead.site.writing import toml

    settings = load(site.checked().configuration).origins
    if as_json:
        say_json({each.row.name: {"value": each.shown, "origin": each.origin} for each in settings})
        return
    width = max(len(each.row.name) for each in settings)
    for each in settings:
        line = f"{each.row.name:<{width}} = {toml(each.shown)}"
        click.echo(f"{line}  # {each.origin}" if origin else line)
