"""A configuration for nginx: files straight from the store.

What is not there, and what has a query, is asked of the application, which knows every address as of now. When it is
switched off, nginx answers from what the store held of old addresses when the configuration was written. Its limits are
listed in docs/how-to/serve-by-a-web-server.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from masthead.reader.content_types import BY_NAME, UNKNOWN, may_be_shown, table
from masthead.reader.made import RULES
from masthead.reader.responses import ASK_AGAIN, FOR_EVER, NOT_KEPT
from masthead.reader.servers import (
    ABSENT,
    DESK,
    RESPOND,
    Site,
    application,
    gone_folders,
    parameters,
    prefix,
    safety,
    said,
)

Row = tuple[str, str]

_SHORTEST: Final = 256
"""Bytes of a place in nginx's tables; an address must fit."""
_LARGEST: Final = {DESK: "50m", RESPOND: "64k"}
"""Of what is sent: nginx keeps it on its disk until it has all of it."""


def nginx(site: Site, *, listen: str = "", brotli: bool = False) -> str:
    """The text of a file for `/etc/nginx/sites-enabled/`."""
    own = prefix(site)
    maps = "\n".join(line for each in _maps(site, own) for line in each)
    answer = _ANSWER.format(own=own)
    named = (_PARAMETER_ASKED.format(own=own, name=name, answer=answer) for name in parameters(site))
    own_addresses = (_APPLICATION.format(own=own, prefix=each, largest=_LARGEST[each], port=site.port)
                     for each in application(site))  # fmt: skip
    return _FILE.format(
        own=own,
        host=site.host,
        name=_name(site.host),
        proxies="".join(_proxies(site)),
        absent=quoted(ABSENT),
        store=site.store,
        pass_on=_ONWARD.format(port=site.port),
        count=len(site.answers),
        size=max(4096, 2 * len(site.answers)),
        bucket=_bucket(site),
        maps=maps,
        listen="\n".join(f"    {line}" for line in _listen(site, listen, site.host)),
        brotli="    brotli_static on;\n" if brotli else "",
        types="\n".join(f"        {quoted(kind)} {ending[1:]};" for ending, kind in table().items()),
        unknown=UNKNOWN,
        named_types="\n".join(
            f"    location ~ /{re.escape(name)}$ {{\n        types {{ }}\n        default_type {quoted(kind)};\n"
            f"        if ($is_args) {{ return 418; }}\n        try_files $uri @{own}_application;\n    }}"
            for name, kind in BY_NAME.items()
        ),
        headers="\n".join(f"    add_header {line} always;" for line in _headers(site, own)),
        answer=answer,
        named="\n".join(named),
        application="".join(own_addresses),
        desk=_desk(site, listen),
    )


def _desk(site: Site, listen: str) -> str:
    if site.desk is None or not site.desk.host:
        return ""
    return _DESK.format(
        name=_name(site.desk.host),
        largest=_LARGEST[DESK],
        pass_on=_ONWARD.format(port=site.desk.port),
        listen="\n".join(f"    {line}" for line in _listen(site, listen, site.desk.host)),
        proxies="".join(_proxies(site)),
    )


def _name(authority: str) -> str:
    """A host without its port."""
    port = urlsplit(f"//{authority}").port
    return authority.removesuffix(f":{port}")


def _proxies(site: Site) -> Iterator[str]:
    """Whom to believe when they say for whom they ask; else all who come through another proxy would be one."""
    if site.proxies:
        yield from (f"\n    set_real_ip_from {network};" for network in site.proxies)
        yield "\n    real_ip_header X-Forwarded-For;\n    real_ip_recursive on;\n"


def quoted(text: str) -> str:
    """A word of nginx's language."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _bucket(site: Site) -> int:
    longest = max((len(address.encode()) for address in site.answers), default=0) + 64
    return max(_SHORTEST, 1 << longest.bit_length())


def _listen(site: Site, listen: str, authority: str) -> Iterator[str]:
    port = urlsplit(f"//{authority}").port or (443 if site.secure else 80)
    listen = listen or (f"{port} ssl" if site.secure else str(port))
    yield f"listen {listen};"
    if "ssl" in listen:
        yield f"ssl_certificate /etc/letsencrypt/live/{_name(authority)}/fullchain.pem;"
        yield f"ssl_certificate_key /etc/letsencrypt/live/{_name(authority)}/privkey.pem;"


def _headers(site: Site, own: str) -> Iterator[str]:
    for name, value in safety(site):
        yield f"{name} {quoted(value)}"
    yield f"cache-control ${own}_cache"
    yield f"content-disposition ${own}_disposition"


def _maps(site: Site, own: str) -> Iterator[Iterator[str]]:
    path = rf'"~^(?<{own}_path>[^?]*)(?<{own}_query>\?.*)?$"'
    folder = rf'"~^(?<{own}_path>[^?]*/)index\.html(?<{own}_query>\?.*)?$"'
    # Of a stand-in nothing is kept, whatever it stands for.
    lasting, asked = '"~^(?:200|206|304)/(?:media|theme)/"', '"~^(?:200|206|304)"'
    shown = "|".join(ending[1:] for ending, kind in table().items() if may_be_shown(kind))
    yield _map('"$status$uri"', f"{own}_cache",
               [("default", quoted(NOT_KEPT.decode())), (lasting, quoted(FOR_EVER.decode())),
                (asked, quoted(ASK_AGAIN.decode()))])  # fmt: skip
    yield _map('"$status$uri"', f"{own}_disposition",
               [(rf'"~*^\d+/media/.*\.(?:{shown})$"', '""'), ('"~^20[06]/media/"', '"attachment"')])  # fmt: skip
    yield _map("$request_uri", f"{own}_without_index", [(folder, f'"${own}_path${own}_query"')])
    yield _map("$request_uri", f"{own}_with_slash", [(path, f'"${own}_path/${own}_query"')])
    yield _map("$uri", f"{own}_otherwise", [("default", '"$uri/"'), (rf'"~^(?<{own}_path>.+)/$"', f'"${own}_path"')])
    yield _map("$uri", f"{own}_base", [("default", '"/.none/"'), *_made(own, ".*", "$")])
    yield _map("$request_uri", f"{own}_raw_base", _made(own, "[^?]*", "(?:[?]|$)"))
    feeds = [("default", '".none"'), ('"~/feed/atom/?$"', '"atom.xml"'), ('"~/feed(?:/|$)"', '"rss.xml"')]
    yield _map("$uri", f"{own}_feed", feeds)
    gone = ((quoted(f"~^{re.escape(folder)}"), "1") for folder in gone_folders(site))
    yield _map("$uri", f"{own}_below_gone", [("default", '""'), *gone])
    for name in parameters(site):
        none = ('""', '".none"')
        yield _map(f"$arg_{name}", f"{own}_is_{name}", [none, ("default", f'"$uri?{name}=$arg_{name}"')])
        yield _map(f"$arg_{name}", f"{own}_has_{name}", [none, ("default", f'"$uri?{name}="')])
    yield _map(f"${own}_key", f"{own}_answer", _answers(site), "volatile;")


def _map(source: str, name: str, rows: Iterable[Row], *more: str) -> Iterator[str]:
    yield f"map {source} ${name} {{"
    yield from (f"    {line}" for line in more)
    yield from (f"    {key} {value};" for key, value in rows)
    yield "}"


def _made(own: str, anything: str, end: str) -> Iterator[Row]:
    """Of what an address was made; see masthead.reader.made."""
    for rule in RULES:
        pattern = rule.pattern.pattern.replace(".*", anything).replace("(?P<", f"(?<{own}_in_")
        ending = f"${own}_in_end" if rule.pattern.groupindex.get("end") else ""
        yield f'"~^(?:{pattern}){end}"', f'"${own}_in_base{ending}"'


def _answers(site: Site) -> Iterator[Row]:
    """nginx takes no heed of case where a key is a word: those that differ in it alone are patterns."""
    alike = Counter(_lowered(address) for address in site.answers)
    for address, answer in site.answers.items():
        key = quoted(address) if alike[_lowered(address)] == 1 else quoted(f"~^{re.escape(address)}$")
        yield key, quoted(said(answer))


def _lowered(address: str) -> str:
    """As nginx compares: ASCII only."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in address)


_ANSWER: Final = """\
        if (${own}_answer ~ "^/") {{ return 301 ${own}_answer; }}
        if (${own}_answer = "410") {{ return 410; }}
        if (${own}_answer = "404") {{ return 404; }}"""

_PARAMETER_ASKED: Final = """\
        set ${own}_key ${own}_is_{name};
{answer}
        set ${own}_key ${own}_has_{name};
{answer}"""

_ONWARD: Final = """\
        proxy_pass http://127.0.0.1:{port};
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-For $remote_addr;"""
"""The last line goes over whatever a client says of itself: by it log-ins and forms are counted."""

_APPLICATION: Final = f"""
    location ^~ {{prefix}} {{{{
        client_max_body_size {{largest}};
        add_header content-disposition "";
{_ONWARD}
        error_page 502 504 = @{{own}}_absent;
    }}}}"""

_FILE: Final = """\
# {host}: the published files, straight from {store}
# Written by `masthead server-config nginx`, with {count} old addresses; to be included in `http`.
# Which these are matters only while the application is switched off.

# These three may stand once in all of nginx: keep the larger numbers.
variables_hash_max_size 4096;
map_hash_max_size {size};
map_hash_bucket_size {bucket};

{maps}

server {{
{listen}
    server_name {name};
    root {store};
{proxies}
    charset off;
    merge_slashes off;
    absolute_redirect off;
    server_tokens off;
    gzip off;
    gzip_static on;
    gzip_vary on;
    gzip_proxied any;
{brotli}    types {{
{types}
    }}
    default_type {unknown};

{headers}

    recursive_error_pages on;
    error_page 404 /404.html;
    error_page 410 /410.html;
    error_page 418 = @{own}_application;

{application}
    location @{own}_absent {{
        types {{ }}
        default_type "text/plain; charset=utf-8";
        return 503 {absent};
    }}
    location = /404.html {{ internal; etag off; if_modified_since off; max_ranges 0; }}
    location = /410.html {{ internal; etag off; if_modified_since off; max_ranges 0; }}

    # Not of this site, or the store's own
    location ~ "//|/\\.(?!well-known(?:/|$))|[\\x00-\\x1f\\x7f\\x5c]" {{ return 404; }}
    location ~ "^(?<{own}_original>.+)\\.(?:gz|br)$" {{
        if (-f $document_root${own}_original) {{ return 404; }}
        try_files $uri @{own}_application;
    }}
    location ~ /index\\.html$ {{
        if (-f $request_filename) {{ return 301 ${own}_without_index; }}
        try_files /.none @{own}_application;
    }}
{named_types}
    location ~ /$ {{
        if ($is_args) {{ return 418; }}
        try_files "${{uri}}index.html" @{own}_application;
    }}
    location / {{
        if ($is_args) {{ return 418; }}
        if (-f $request_filename/index.html) {{ return 301 ${own}_with_slash; }}
        try_files $uri @{own}_application;
    }}

    location @{own}_application {{
        add_header content-disposition "";
        proxy_connect_timeout 2s;
{pass_on}
        error_page 502 504 = @{own}_offline;
    }}

    # The application is switched off: its order of questions, with what the store held. No `if` here may set anything,
    # for nginx forgets `try_files` in one that holds.
    location @{own}_offline {{
        set ${own}_key "$uri?$args";
{answer}
{named}
        try_files $uri "${{uri}}index.html" @{own}_missing;
    }}
    location @{own}_missing {{
        if (-f "$request_filename/index.html") {{ return 301 ${own}_with_slash; }}
        set ${own}_key "$uri";
{answer}
        set ${own}_key "${own}_otherwise";
{answer}
        set ${own}_key "${own}_base";
{answer}
        if (-f "$document_root${own}_base${own}_feed") {{ return 301 "${own}_raw_base${own}_feed"; }}
        if (-f "$document_root${{{own}_base}}index.html") {{ return 301 ${own}_raw_base; }}
        if (${own}_below_gone) {{ return 410; }}
        return 404;
    }}
}}
{desk}"""

_DESK: Final = """
# The desk, at a host of its own
server {{
{listen}
    server_name {name};
    server_tokens off;
    client_max_body_size {largest};
{proxies}
    location / {{
{pass_on}
    }}
}}
"""
