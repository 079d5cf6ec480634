"""`masthead theme`: what a site's looks are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import FOUND, CommandError
from masthead.cli.output import json_option, say_json

if TYPE_CHECKING:
    from masthead.themes.layers import Layer


@click.group()
def theme() -> None:
    """Say what the site's looks are made of, check it, change it.

    A file in the site's folder theme/ takes the place of the theme's file of that name.
    """


@theme.command("list")
@json_option
@pass_site
def list_(site: Context, as_json: bool) -> None:
    """Name the themes to choose from, and where each file of the chosen one lies."""
    from masthead.themes.layers import files_of, themes_of

    names = themes_of(site.checked().path)
    chosen = site.options.theme
    origins = {path.name: layer.name for layer in _layers(site) for path in files_of(layer)}
    if as_json:
        say_json({"themes": names, "chosen": chosen, "files": dict(sorted(origins.items()))})
        return
    click.echo("Themes (the option “theme” chooses one):")
    for name in names:
        click.echo(f"  {name}{' (chosen)' if name == chosen else ''}")
    click.echo("Files:")
    for name, layer in sorted(origins.items()):
        click.echo(f"  {layer}/{name}")


@theme.command()
@pass_site
def check(site: Context) -> None:
    """Read the theme and try every template, as the press does before it uses a theme.

    Exit code 1 says that something was found.
    """
    from masthead.themes.layers import ThemeError, is_own
    from masthead.themes.trying import settled

    layers = _layers(site)
    strange = {layer.name for layer in layers if not is_own(layer)}
    try:
        found = settled(layers)
    except ThemeError as error:
        click.echo(str(error))
        raise SystemExit(FOUND) from None
    for name in found.unused:
        click.echo(f"{name}: no page is made of it. `masthead theme list` shows the names of templates.")
    own = sorted(f"{layer}/{name}" for name, layer in found.origins.items() if layer in strange)
    said = f"{len(own)} of them not Masthead's own: {', '.join(own)}" if own else "all of them Masthead's own"
    click.echo(f"The theme can be used: {len(found.origins)} files, {said}.")
    if found.unused:
        raise SystemExit(FOUND)


@theme.command()
@click.argument("template")
@pass_site
def copy(site: Context, template: str) -> None:
    """Copy a file of the chosen theme to theme/ in the site's folder, to be changed there.

    TEMPLATE is the name of a template or style, as `masthead theme list` shows it: entry.html, style.css.
    """
    from masthead.themes.layers import read

    folder = site.checked().path / "theme"
    target = folder / template
    beneath = [layer for layer in _layers(site) if layer.folder != folder]
    held = {name: data for layer in beneath for name, data in read(layer).items()}
    if template not in held:
        raise CommandError(f"The theme has no file “{template}”. `masthead theme list` names all.")
    if target.exists():
        raise CommandError(f"{target} is there already, and stays. To begin anew, move it away before.")
    folder.mkdir(exist_ok=True)
    target.write_bytes(held[template])
    click.echo(f"Wrote {target}. `masthead theme check` tries it.")


def _layers(site: Context) -> tuple[Layer, ...]:
    from masthead.themes.layers import layers_of

    return layers_of(site.checked().path, site.options.theme)
