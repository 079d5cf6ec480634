"""Making a site: its folder, its database, and what must stand in it before anybody writes."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from typing import NamedTuple

from masthead.collecting import seldom_collecting
from masthead.site.folder import SiteFolder
from masthead.site.options import SettingsError, Value, load, reason_of
from masthead.site.structure import lay
from masthead.site.writing import configuration

Progress = Callable[[int, int], None]  # steps done, steps in all


class FolderNotEmptyError(SettingsError):
    pass


class BlogRefusedError(SettingsError):
    pass


class NoSiteInDatabaseError(SettingsError):
    pass


class Made(NamedTuple):
    """What `new` tells: the password is shown once and stored nowhere."""

    administrator: str
    password: str
    blog: str  # the address of the first blog


def write_files(folder: SiteFolder, chosen: Mapping[str, Value]) -> None:
    """The files of a new site. Raises SettingsError, with nothing written, when the folder is not empty
    or a chosen value is not allowed."""
    if folder.path.exists() and not folder.path.is_dir():
        raise FolderNotEmptyError(f"{folder.path} is a file. Name a folder: `masthead new DIR`.")
    if folder.path.exists() and any(folder.path.iterdir()):
        raise FolderNotEmptyError(f"{folder.path} is not an empty folder. Name another one: `masthead new DIR`.")
    load(None, environ={}, flags=chosen)
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        # What is not published is nobody else's business; the store is for the web server to read.
        folder.var.mkdir(mode=0o700)
        folder.store.mkdir(mode=0o755)
        write_key(folder)
        with folder.configuration.open("x", encoding="utf-8") as file:
            file.write(configuration(chosen))
        # The file may come to hold the database's password.
        folder.configuration.chmod(0o600)
    except OSError as error:
        raise SettingsError(f"The site cannot be written: {reason_of(error)}.") from None


def write_key(folder: SiteFolder) -> None:
    """A new key; never over an old one."""
    handle = os.open(folder.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64) + "\n")


def found(*, name: str, blog: str, language: str, url: str) -> Made:
    """Fills the empty database of a new site: home, one blog, settings, an administrator."""
    # Models can be imported only after Django has started.
    from django.db import transaction

    from masthead.desk.roles import equip
    from masthead.site.accounts import add_account

    with transaction.atomic():
        address = _pages(name=name, blog=blog, language=language, url=url)
        equip()
        return Made("admin", add_account("admin", role="administrator"), address)


def _pages(*, name: str, blog: str, language: str, url: str) -> str:
    from wagtail.models import Page, Site

    from masthead.entries.models import Home, SiteSettings

    root = Page.get_first_root_node()
    home = root.add_child(instance=Home(title=name, slug="site"))
    site = Site.objects.get(is_default_site=True)
    welcome, site.root_page, site.site_name = site.root_page, home, name
    site.save()
    Page.objects.get(pk=welcome.pk).delete()
    SiteSettings.objects.create(site=site, name=name)
    match_address(url)
    return add_blog(blog, language=language)


def slug_of_blog(name: str, slug: str = "", *, advice: str) -> str:
    """The slug of a blog that may be made. Raises BlogRefusedError; `advice` says how to choose another address."""
    from masthead.entries.slugs import ReservedSlugError, SlugError, check_slug, slugify

    if not name.strip():
        raise BlogRefusedError("A blog needs a name.")
    wanted = slug or slugify(name)
    if not wanted:
        raise BlogRefusedError(f"No address can be made of “{name}”. {advice}")
    try:
        check_slug(wanted, place="site")
    except ReservedSlugError:
        raise BlogRefusedError(f"/{wanted}/ is an address that Masthead needs itself. {advice}") from None
    except SlugError as error:
        raise BlogRefusedError(str(error)) from None
    return wanted


def add_blog(name: str, *, slug: str = "", language: str, advice: str = "Choose another address with --slug.") -> str:
    """Makes a blog below home and answers with its address. Raises BlogRefusedError."""
    from django.core.exceptions import ValidationError

    from masthead.entries.models import Blog, Home

    home = Home.objects.get()
    wanted = slug_of_blog(name, slug, advice=advice)
    if home.get_children().filter(slug=wanted).exists():
        raise BlogRefusedError(f"There is a page at /{wanted}/ already. {advice}")
    made = Blog(title=name.strip(), slug=wanted, language=language)
    try:
        home.add_child(instance=made)
    except ValidationError as error:
        raise BlogRefusedError(f"The blog cannot be made: {' '.join(error.messages)}") from None
    return f"/{made.slug}/"


def match_address(url: str) -> None:
    """Tells Wagtail the site's public address, which it keeps in a row of its own."""
    from urllib.parse import urlsplit

    from wagtail.models import Site

    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    there = Site.objects.filter(is_default_site=True).exclude(hostname=parts.hostname, port=port)
    if there.update(hostname=parts.hostname, port=port):
        Site.clear_site_root_paths_cache()


def check_is_site() -> None:
    """Raises NoSiteInDatabaseError for a database that holds no site.

    Migrations would make one, without a word, in whatever database a mistyped address names; and its first press
    would know none of the pages that are published.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        has_table = "masthead_home" in connection.introspection.table_names(cursor)
        if has_table:
            cursor.execute("select count(*) from masthead_home")
        if has_table and cursor.fetchone()[0]:
            return
    connection.close()
    raise NoSiteInDatabaseError(
        f"The database {connection.settings_dict['NAME']} holds no site of Masthead. Look at the option “database”, or "
        "put a backup in its place. A new site is made by `masthead new DIR`."
    )


def make_database(progress: Progress) -> None:
    """The tables of a new site's empty database."""
    from django.db import connection

    lay(connection)
    migrate(progress)


def migrate(progress: Progress) -> None:
    """Brings the database to this version; the triggers follow by themselves after the last step."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    with seldom_collecting():
        call_command("migrate", interactive=False, stdout=_Steps(progress, steps), no_color=True)


class _Steps:
    """Counts the lines in which Django's command says that a migration is done."""

    def __init__(self, progress: Progress, steps: int) -> None:
        self._progress = progress
        self._steps = steps
        self._done = 0

    def write(self, text: str) -> None:
        if text.rstrip().endswith(" OK"):
            self._done += 1
            self._progress(self._done, self._steps)

    def flush(self) -> None:
        """Nothing is held back."""
