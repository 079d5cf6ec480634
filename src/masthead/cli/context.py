"""What every command is given: the site it works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder
    from masthead.site.options import Options


class Context(NamedTuple):
    """Nothing is read or started before a command asks for it."""

    path: Path

    @classmethod
    def of(cls, path: Path) -> Context:
        return cls(path.resolve())

    @property
    def folder(self) -> SiteFolder:
        from masthead.site.folder import SiteFolder

        return SiteFolder(self.path)

    def started(self) -> SiteFolder:
        """The site's folder, with Django started for it. Raises SettingsError."""
        from masthead.site.databases import check_file
        from masthead.site.start import start

        start(self.folder)
        if not self.options.database:
            check_file(self.folder)
        return self.folder

    def checked(self) -> SiteFolder:
        """The site's folder, without starting Django. Raises SettingsError."""
        from masthead.site.start import check

        check(self.folder)
        return self.folder

    @property
    def options(self) -> Options:
        """The site's settings, without starting anything. Raises SettingsError."""
        from masthead.site.options import load

        return load(self.folder.configuration).options


pass_site = click.make_pass_decorator(Context)
