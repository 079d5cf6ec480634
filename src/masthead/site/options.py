"""The one table of options.

The file `masthead.toml`, the environment names, `masthead config show`, the file that `masthead new` writes
and the reference page all come from `Options`. A value is looked for in this order: flag, environment, file,
default.

    SettingsError
    ├── UnknownOptionError   a key that no option has
    ├── BadValueError        a value of the wrong type or outside what is allowed
    └── UnreadableFileError  masthead.toml or a secret's file cannot be read
"""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple, cast

from masthead.site import checks

type_names: Final[Mapping[type, str]] = MappingProxyType({str: "text", int: "a whole number", tuple: "a list of texts"})

Value = str | int | tuple[str, ...]


class SettingsError(Exception):
    """The settings cannot be used; the message says what to change."""


class UnknownOptionError(SettingsError):
    def __init__(self, name: str, known: list[str]) -> None:
        close = difflib.get_close_matches(name, known, n=1)
        advice = f"Did you mean “{close[0]}”?" if close else "`masthead config show` lists all options."
        super().__init__(f"masthead.toml has an unknown option “{name}”. {advice}")


class BadValueError(SettingsError):
    def __init__(self, name: str, origin: str, reason: str) -> None:
        named = f"--{name.replace('_', '-')}" if origin == "flag" else f"The option “{name}” ({origin})"
        super().__init__(f"{named} {reason}.")


class UnreadableFileError(SettingsError):
    pass


def reason_of(error: OSError | UnicodeDecodeError) -> str:
    """Why a file could not be read or written, without what only programmers know."""
    return "it is not a text in UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror or str(error)


def option(
    default: Any,
    *,
    section: str,
    help: str,  # noqa: A002 - the table's own word
    check: Callable[[Any], str | None] | None = None,
    tidy: Callable[[Any], Value] | None = None,
    secret: bool = False,
    example: Value | None = None,
    without: str = "",
) -> Any:
    """One row of the table. `check` answers with a reason ("must be …") or, for a good value, with None; `tidy` gives
    the one spelling of a good value; `without` says in words what holds without it, where the default does not."""
    metadata = {"section": section, "help": help, "check": check, "tidy": tidy, "secret": secret, "example": example}
    return field(default=default, metadata={**metadata, "without": without})


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a person decides about a site. Frozen: a running process never sees a setting change."""

    name: str = option(
        "My site",
        section="site",
        help="The name that a new site gets. From then on it is changed at the desk, in the site settings: pages, mail "
        "and the desk itself follow those.",
        check=checks.not_empty,
    )
    url: str = option(
        "http://localhost:8000",
        section="site",
        help="The public address, without a path. Feeds, the sitemap and canonical links are made of it.",
        without="http://localhost and the port",
        check=checks.public_url,
        tidy=checks.tidy_url,
        example="https://example.org",
    )
    aliases: tuple[str, ...] = option(
        (),
        section="site",
        help="More public addresses under which the same site answers.",
        check=checks.public_urls,
        tidy=checks.tidy_urls,
        example=("https://www.example.org",),
    )
    language: str = option(
        "en",
        section="site",
        help="The language of the home page and of new blogs, as a language tag.",
        check=checks.language,
        example="fa",
    )
    timezone: str = option(
        "UTC",
        section="site",
        help="Decides on which day an entry stands. Days are in addresses: leave it once there are entries.",
        check=checks.timezone,
        example="Europe/Berlin",
    )
    theme: str = option(
        "default",
        section="site",
        help="How the site looks: `default`, or the name of a folder in `themes/` of the site's folder.",
        check=checks.theme,
        example="winter",
    )
    database: str = option(
        "",
        section="data",
        help="The address of a PostgreSQL database. Empty: SQLite in var/masthead.sqlite3.",
        check=checks.database,
        secret=True,
        example="postgresql://masthead:password@localhost/masthead",
    )
    host: str = option(
        "127.0.0.1",
        section="server",
        help="Where `masthead serve` listens. 0.0.0.0 means: every network of this machine.",
        check=checks.not_empty,
    )
    port: int = option(
        8000,
        section="server",
        help="The port on which `masthead serve` listens.",
        check=checks.between(1, 65535),
    )
    workers: int = option(
        1,
        section="server",
        help="How many processes answer readers; as many answer editors.",
        check=checks.between(1, 64),
    )
    desk_host: str = option(
        "",
        section="server",
        help="A host of the desk's own, with its port if browsers have to name one. The readers' address then has no "
        "/desk/. Empty: the site's.",
        check=checks.host_or_empty,
        tidy=str.lower,
        example="desk.example.org",
    )
    desk_port: int = option(
        0,
        section="server",
        help="A port on which `masthead serve` listens for the desk alone; the readers' port then has no /desk/. "
        "0: none.",
        check=checks.between(0, 65535),
    )
    proxies: tuple[str, ...] = option(
        ("127.0.0.1", "::1"),
        section="server",
        help="From where a proxy passes requests on: addresses or networks. Only these are believed when they say for "
        "whom (X-Forwarded-For), by which log-ins, and forms that readers send, are slowed down.",
        check=checks.networks,
        example=("127.0.0.1", "::1", "10.0.0.0/8"),
    )
    mail_host: str = option(
        "",
        section="mail",
        help="The server that sends mail. Empty: mail is written to the terminal of `masthead serve`.",
    )
    mail_port: int = option(587, section="mail", help="The mail server's port.", check=checks.between(1, 65535))
    mail_security: str = option(
        "starttls",
        section="mail",
        help="How the connection to the mail server is protected: starttls, tls or none.",
        check=checks.one_of("starttls", "tls", "none"),
    )
    mail_user: str = option("", section="mail", help="The account at the mail server, if it asks for one.")
    mail_password: str = option(
        "",
        section="mail",
        help="The password of that account.",
        secret=True,
        example="from the mail provider",
    )
    mail_from: str = option(
        "",
        section="mail",
        help="The sender of mail. Empty: masthead@ and the host of the public address.",
        check=checks.mail_address,
        example="desk@example.org",
    )

    @property
    def desk_is_apart(self) -> bool:
        """Whether readers' address has no desk."""
        return bool(self.desk_host or self.desk_port)


class Row(NamedTuple):
    """One option as the table describes it."""

    name: str
    type: type
    default: Value
    section: str
    help: str
    check: Callable[[Any], str | None] | None
    tidy: Callable[[Any], Value] | None
    secret: bool
    example: Value | None
    without: str

    @property
    def environment(self) -> str:
        return f"MASTHEAD_{self.name.upper()}"

    @property
    def environment_file(self) -> str | None:
        """The variable that names a file with the value; only secrets have one."""
        return f"{self.environment}_FILE" if self.secret else None


def _row(column: Field[Any]) -> Row:
    if column.default is MISSING:
        raise TypeError(f"The option {column.name} has no default.")
    return Row(name=column.name, type=type(column.default), default=column.default, **column.metadata)


TABLE: Final[tuple[Row, ...]] = tuple(_row(column) for column in fields(Options))
SECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "site": "The site",
        "data": "Where the data lies",
        "server": "Serving",
        "mail": "Mail, for forgotten passwords and for notices to editors",
    }
)


class Setting(NamedTuple):
    """A value and where it came from."""

    row: Row
    value: Value
    origin: str  # "flag", "environment MASTHEAD_PORT", "masthead.toml" or "default"

    @property
    def shown(self) -> Value:
        """The value for people to see: a secret that is set is not shown."""
        return "********" if self.row.secret and self.value else self.value


class Settings(NamedTuple):
    options: Options
    origins: tuple[Setting, ...]


def load(
    configuration: Path | None,
    environ: Mapping[str, str] = os.environ,
    flags: Mapping[str, Value | None] = MappingProxyType({}),
) -> Settings:
    """All settings of the site whose `masthead.toml` is given; without one, environment and defaults.

    Raises SettingsError. A flag that is None was not given.
    """
    written = read_file(configuration) if configuration else {}
    found = _with_port([_setting(row, written, environ, flags) for row in TABLE])
    # `_typed` has checked each value against its column's type, which no type checker can follow.
    values: dict[str, Any] = {each.row.name: each.value for each in found}
    return Settings(Options(**values), found)


def _with_port(found: Sequence[Setting]) -> tuple[Setting, ...]:
    """An address that nobody has set follows the port: who tries a site out sets one of them, not two."""
    port = next(each.value for each in found if each.row.name == "port")
    return tuple(
        each._replace(value=f"http://localhost:{port}") if each.row.name == "url" and each.origin == "default" else each
        for each in found
    )


def read_file(path: Path) -> dict[str, object]:
    """The keys of `masthead.toml`; raises UnreadableFileError or UnknownOptionError."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UnreadableFileError(f"There is no {path}. `masthead new DIR` makes a site.") from None
    except tomllib.TOMLDecodeError as error:
        raise UnreadableFileError(f"{path} cannot be read: {_misspelt(str(error))}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(f"{path} cannot be read: {reason_of(error)}.") from None
    known = [row.name for row in TABLE]
    for name in written:
        if name not in known:
            raise UnknownOptionError(name, known)
    return written


def _misspelt(message: str) -> str:
    """What TOML's reader found, for people who have never heard of TOML. The line itself may hold a password."""
    place = re.search(r"\(at line (\d+), ", message)
    where = f"line {place[1]} is not understood" if place else "its end is not understood"
    return (
        f"{where} ({message.partition(' (at ')[0]}). Each line is a name, =, and a value; texts stand in quotation "
        'marks, as in name = "Willow Lane", numbers do not, lists stand in square brackets.'
    )


def _setting(
    row: Row,
    written: Mapping[str, object],
    environ: Mapping[str, str],
    flags: Mapping[str, Value | None],
) -> Setting:
    raw, origin = next(_candidates(row, written, environ, flags))
    value = _typed(row, raw, origin)
    if row.check and (reason := row.check(value)):
        raise BadValueError(row.name, origin, reason)
    return Setting(row, row.tidy(value) if row.tidy else value, origin)


def _candidates(
    row: Row,
    written: Mapping[str, object],
    environ: Mapping[str, str],
    flags: Mapping[str, Value | None],
) -> Iterator[tuple[object, str]]:
    if (flag := flags.get(row.name)) is not None:
        yield flag, "flag"
    yield from _from_environment(row, environ)
    if row.name in written:
        yield written[row.name], "masthead.toml"
    yield row.default, "default"


def _from_environment(row: Row, environ: Mapping[str, str]) -> Iterator[tuple[object, str]]:
    twin = row.environment_file
    if twin and twin in environ:
        if row.environment in environ:
            raise SettingsError(f"{row.environment} and {twin} are both set. Unset one of them.")
        yield _secret_from(environ[twin], twin), f"environment {twin}"
    if row.environment in environ:
        yield _parsed(row, environ[row.environment]), f"environment {row.environment}"


def _secret_from(path: str, variable: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(f"{path}, which {variable} names, cannot be read: {reason_of(error)}.") from None


def _parsed(row: Row, text: str) -> object:
    """An environment variable's text as the option's type; what does not fit is refused by `_typed`."""
    if row.type is tuple:
        return [part.strip() for part in text.split(",") if part.strip()]
    if row.type is int and text.strip().isdecimal():
        return int(text)
    return text


def _shown(raw: object) -> str:
    """A value as masthead.toml writes it; of a text it is said that it is one, as "8000" may be meant as a number."""
    return f"the text “{raw}”" if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)


def _typed(row: Row, raw: object, origin: str) -> Value:
    if row.type is tuple and isinstance(raw, list | tuple) and all(isinstance(part, str) for part in raw):
        return tuple(cast("list[str]", raw))
    # bool is a kind of int to Python, but `port = true` is a mistake.
    if row.type is not tuple and isinstance(raw, row.type) and not isinstance(raw, bool):
        return cast("Value", raw)
    shown = "a value of another type" if row.secret else _shown(raw)
    raise BadValueError(row.name, origin, f"must be {type_names[row.type]}, not {shown}")
