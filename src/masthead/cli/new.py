"""`masthead new`"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masthead.cli.output import json_option, progress, say_json, say_missing_words

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder
    from masthead.site.making import Made
    from masthead.site.options import Value


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", help="The site's name. Default: My site.")
@click.option("--blog", default="Blog", show_default=True, help="The name of the first blog.")
@click.option("--url", help="The public address. Default: localhost and the port.")
@click.option("--port", type=int, help="The port that `serve` listens on. Default: 8000.")
@click.option("--language", help="The language of home and blog, as en, fa or pt-BR. Default: en.")
@click.option("--timezone", help="Decides on which day an entry stands, as Europe/Berlin. Default: UTC.")
@click.option("--database", help="The address of a PostgreSQL database. Default: SQLite in the folder.")
@click.option("--demo", is_flag=True, help="Fill the site with invented entries to look around in.")
@json_option
def new(
    directory: Path,
    name: str | None,
    blog: str,
    url: str | None,
    port: int | None,
    language: str | None,
    timezone: str | None,
    database: str | None,
    demo: bool,
    as_json: bool,
) -> None:
    """Make a site in an empty folder.

    Writes masthead.toml, a key, the database, home, one blog and an administrator, whose one-time password is
    shown once. Nothing that exists is ever overwritten.
    """
    given = {
        "name": name, "url": url, "port": port, "language": language, "timezone": timezone, "database": database,
    }  # fmt: skip
    chosen: dict[str, Value] = {key: value for key, value in given.items() if value is not None}
    if demo:
        from masthead.demo.content import SITE

        chosen.setdefault("name", SITE.name)
    made, address = _make(directory, chosen, blog, demo=demo, quiet=as_json)
    if as_json:
        say_json({"site": str(directory), "url": address, **made._asdict()})
    else:
        _tell(directory, address, made)


def _make(directory: Path, chosen: dict[str, Value], blog: str, *, demo: bool, quiet: bool) -> tuple[Made, str]:
    from masthead.site import making
    from masthead.site.folder import SiteFolder

    folder = SiteFolder(directory.resolve())
    making.slug_of_blog(blog, advice="Choose another name with --blog.")
    was_there = folder.path.exists()
    making.write_files(folder, chosen)
    try:
        made, url = _found(folder, blog, quiet=quiet)
        if demo:
            _fill(quiet=quiet)
    except BaseException:
        # The folder was empty: all that is in it now is ours to remove.
        shutil.rmtree(folder.path)
        if was_there:
            folder.path.mkdir()
        click.echo(f"Nothing is left behind in {folder.path}.", err=True)
        raise
    return made, url


def _found(folder: SiteFolder, blog: str, *, quiet: bool) -> tuple[Made, str]:
    from masthead.site import making
    from masthead.site.start import start

    start(folder)
    from django.conf import settings

    options = settings.OPTIONS
    with progress("Making the database", quiet=quiet) as advance:
        making.make_database(advance)
    return making.found(name=options.name, blog=blog, language=options.language, url=options.url), options.url


def _fill(*, quiet: bool) -> None:
    from masthead.demo import load

    with progress("Writing the demo content", quiet=quiet):
        load()


def _tell(directory: Path, address: str, made: Made) -> None:
    from django.conf import settings

    shown = click.format_filename(directory)
    click.echo(
        f"""The site is made in {shown}:
  masthead.toml   its settings
  secret.key      signs log-ins; keep it secret, and keep a copy
  var/            the database and other things that readers never see
  public/         the published pages

The first blog is at {address}{made.blog}
Log in at {address}/desk/ as {made.administrator} with the one-time password {made.password}
It is shown only now; you will choose your own when you log in."""
    )
    say_missing_words(settings.OPTIONS.language)
    click.echo(f"\nNext: masthead --site {shown} serve")
