"""A configuration for Caddy: files straight from the store.

As in masthead.reader.nginx, the application is asked for what is not there, and for what has a query; when it is
switched off, Caddy answers from what the store held of old addresses. Its limits are listed in
docs/how-to/serve-by-a-web-server.md.

Caddy looks at the conditions of one matcher in any order: where one speaks of what another has found, routes are
nested. Caddy 2.6 takes an `import` that comes first in a snippet for a directive, and holds the pattern of a
`vars_regexp` against "<nil>", too: such a pattern must begin with a slash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from masthead.reader.content_types import BY_NAME, UNKNOWN, may_be_shown, table
from masthead.reader.made import RULES
from masthead.reader.responses import ASK_AGAIN, FOR_EVER, NOT_KEPT
from masthead.reader.servers import ABSENT, Site, application, gone_folders, parameters, prefix, safety, said

Row = tuple[str, str]

# See `masthead.reader.addresses.parse`; Caddy's patterns cannot say "not followed by".
_ACCEPTED: Final = r"^(?:/(?:\.well-known|[^/.\x00-\x1f\x7f\\][^/\x00-\x1f\x7f\\]*))*/?$"
_LITERAL: Final = re.compile(r"[^`{}]+")
_UNKNOWN: Final = f"{UNKNOWN} attachment"
_OTHERWISE: Final = (("`~^(.+)/$`", "`${1}`"),)
_FEEDS: Final = (("`~/feed/atom/?$`", "atom.xml"), ("`~/feed(?:/|$)`", "rss.xml"))


def caddy(site: Site, *, address: str = "") -> str:
    """The text of a Caddyfile, or of a file that one imports."""
    own = prefix(site)
    return _FILE.format(
        own=own,
        host=site.host,
        address=address or (site.host if site.secure else f"http://{site.host}"),
        store=quoted(str(site.store)),
        port=site.port,
        count=len(site.answers),
        safety="\n".join(f"        {name} {quoted(value)}" for name, value in safety(site)),
        again=ASK_AGAIN.decode(),
        not_kept=NOT_KEPT.decode(),
        for_ever=quoted(FOR_EVER.decode()),
        types=_map("{http.request.uri.path.file.ext}", "{masthead_type} {masthead_shown}", _types(), _UNKNOWN),
        names=_map("{http.request.uri.path.file}", "{masthead_named}", _names(), "{masthead_type}"),
        answers=_map("{http.vars.masthead_key}", "{masthead_answer}", _answers(site), "none"),
        others=_map("{http.request.uri.path}", "{masthead_otherwise}", _OTHERWISE, "{http.request.uri.path}/"),
        bases=_map("{http.request.uri.path}", "{masthead_base}", _made(".*", "$"), "/.none/"),
        raw_bases=_map("{http.request.orig_uri}", "{masthead_raw_base}", _made("[^?]*", "(?:[?]|$)"), "/"),
        feeds=_map("{http.request.uri.path}", "{masthead_feed}", _FEEDS, ".none"),
        below_gone=_map("{http.request.uri.path}", "{masthead_below_gone}", _below_gone(site), "no"),
        accepted=_ACCEPTED,
        files=_FILES.format(own=own, status=""),
        files_of_old=_FILES.format(own=own, status="\n                status 200"),
        gone=_STAND_IN.format(own=own, status=410, not_kept=NOT_KEPT.decode()),
        missing=_STAND_IN.format(own=own, status=404, not_kept=NOT_KEPT.decode()),
        named="".join(_PARAMETER_ASKED.format(own=own, name=name) for name in parameters(site)),
        application=f"^(?:{'|'.join(application(site))})",
        absent=quoted(ABSENT),
        trusted=_trusted(site),
        desk=_desk(site),
    )


def _desk(site: Site) -> str:
    if site.desk is None or not site.desk.host:
        return ""
    address = site.desk.host if site.secure else f"http://{site.desk.host}"
    return _DESK.format(address=address, port=site.desk.port, trusted=_trusted(site))


def _trusted(site: Site) -> str:
    """Whom to believe when they say for whom they ask; of others Caddy believes nothing."""
    return f"\n        trusted_proxies {' '.join(site.proxies)}" if site.proxies else ""


def quoted(text: str) -> str:
    """A word of Caddy's language, in which nothing has a meaning but placeholders."""
    return f"`{text}`"


def _types() -> Iterator[Row]:
    """Content-Type, and how a file that somebody sent is shown, by its ending. Small letters need no pattern."""
    rows = {
        ending: f"{quoted(kind)} {'inline' if may_be_shown(kind) else 'attachment'}" for ending, kind in table().items()
    }
    yield from rows.items()
    yield from ((quoted(f"~(?i)^{re.escape(ending)}$"), row) for ending, row in rows.items())


def _names() -> Iterator[Row]:
    yield from ((name, quoted(kind)) for name, kind in BY_NAME.items())


def _map(source: str, name: str, rows: Iterable[Row], otherwise: str) -> str:
    lines = (f"        {key} {value}" for key, value in rows)
    return "\n".join((f"    map {source} {name} {{", *lines, f"        default {otherwise}", "    }"))


def _answers(site: Site) -> Iterator[Row]:
    for address, answer in site.answers.items():
        yield _key(address), quoted(said(answer))


def _key(address: str) -> str:
    """An address as a row of a map; as a pattern where it has what would mean something to Caddy."""
    if _LITERAL.fullmatch(address):
        return quoted(address)
    return quoted(f"~^{_pattern(address)}$")


def _pattern(address: str) -> str:
    return re.escape(address).replace("`", r"\x60").replace(r"\{", r"\x7b").replace(r"\}", r"\x7d")


def _below_gone(site: Site) -> Iterator[Row]:
    """Whether an address stands below a page that is gone."""
    yield from ((quoted(f"~^{_pattern(folder)}"), "yes") for folder in gone_folders(site))


def _made(anything: str, end: str) -> Iterator[Row]:
    """Of what an address was made; see masthead.reader.made."""
    for rule in RULES:
        pattern = rule.pattern.pattern.replace(".*", anything)
        ending = "${end}" if rule.pattern.groupindex.get("end") else ""
        yield quoted(f"~^(?:{pattern}){end}"), quoted(f"${{base}}{ending}")


# Where a page or a file is. What an error led to has the error's status, unless another is named.
_FILES: Final = """\
        route @page {{
            @page_twin file {{http.request.uri.path}}index.html.gz
            header @page_twin {{
                vary Accept-Encoding
                defer
            }}
            header content-type "text/html; charset=utf-8"
            import {own}_headers
            file_server {{
                precompressed br gzip{status}
            }}
        }}
        route @file {{
            @file_twin file {{http.request.uri.path}}.gz
            header @file_twin {{
                vary Accept-Encoding
                defer
            }}
            header content-type {{masthead_named}}
            import {own}_headers
            header @sent content-disposition attachment
            file_server {{
                precompressed br gzip
                disable_canonical_uris{status}
            }}
        }}"""

_PARAMETER_ASKED: Final = """\
            @asks_{name} query {name}=*
            route @asks_{name} {{
                vars masthead_key {{http.request.uri.path}}?{name}={{http.request.uri.query.{name}}}
                import {own}_said
                vars masthead_key {{http.request.uri.path}}?{name}=
                import {own}_said
            }}
"""

_STAND_IN: Final = """\
            rewrite * /{status}.html
            header {{
                vary Accept-Encoding
                cache-control {not_kept}
                content-type "text/html; charset=utf-8"
                -accept-ranges
                -etag
                -last-modified
                defer
            }}
            import {own}_safety
            file_server {{
                precompressed br gzip
                status {status}
            }}"""

_FILE: Final = """\
# {host}: the published files, straight from its store
# Written by `masthead server-config caddy`, with {count} old addresses; a Caddyfile, or to be imported by one.
# Which these are matters only while the application is switched off.

({own}_safety) {{
    header {{
{safety}
    }}
}}
({own}_headers) {{
    header cache-control {{masthead_cache}}
    import {own}_safety
}}
({own}_application) {{
    request_body {{
        max_size 50MB
    }}
    reverse_proxy 127.0.0.1:{port} {{
        header_down -Server{trusted}
    }}
}}
({own}_moved) {{
    header cache-control {not_kept}
    import {own}_safety
}}
# What the store said of `masthead_key`
({own}_said) {{
    route @moved {{
        import {own}_moved
        redir {{masthead_answer}} 301
    }}
    route @gone {{
{gone}
    }}
    route @nothing {{
{missing}
    }}
}}

{address} {{
    root * {store}

{types}
{names}
    map {{http.request.uri.path}} {{masthead_cache}} {{
        `~^/(?:media|theme)/` {for_ever}
        default {again}
    }}
    @application path_regexp {application}
    @page {{
        path */
        file {{http.request.uri.path}}index.html
    }}
    @file {{
        not path */
        file {{http.request.uri.path}}
    }}
    @bare vars_regexp bare {{http.request.orig_uri}} ^(/[^?]*[^/?])(\\?.*)?$
    @folder file {{http.request.uri.path}}/index.html
    @moved vars_regexp {{masthead_answer}} ^/
    @gone vars {{masthead_answer}} 410
    @nothing vars {{masthead_answer}} 404
    @sent {{
        path /media/*
        vars {{masthead_shown}} attachment
    }}

    route {{
        route @application {{
            import {own}_application
        }}
        # Not of this site, or the store's own
        @refused not vars_regexp {{http.request.uri.path}} `{accepted}`
        error @refused 404
        @stand_in path_regexp ^/(?:404|410)\\.html$
        error @stand_in 404
        @form path_regexp form ^(.+)\\.(?:br|gz)$
        route @form {{
            @original file {{re.form.1}}
            error @original 404
        }}
        @asked not vars {{http.request.uri.query}} ""
        route @asked {{
            import {own}_application
        }}
        @index path_regexp /index\\.html$
        route @index {{
            @there file {{http.request.uri.path}}
            @spelled vars_regexp spelled {{http.request.orig_uri}} ^(/[^?]*)index\\.html$
            route @there {{
                route @spelled {{
                    import {own}_moved
                    redir {{re.spelled.1}} 301
                }}
            }}
            import {own}_application
        }}
        @writing not method GET HEAD
        route @writing {{
            @written file {{http.request.uri.path}} {{http.request.uri.path}}index.html
            route @written {{
                header allow "GET, HEAD"
                import {own}_moved
                respond "Pages can be read, nothing else." 405
            }}
            import {own}_application
        }}
{files}
        route @bare {{
            route @folder {{
                import {own}_moved
                redir {{re.bare.1}}/ 301
            }}
        }}
        import {own}_application
    }}

    handle_errors {{
{answers}
{others}
{bases}
{raw_bases}
{feeds}
{below_gone}
        # Nobody shall be told that what stands in for a page is unchanged, or get a part of it.
        request_header -if-none-match
        request_header -if-modified-since
        request_header -range

        @missing vars {{http.error.status_code}} 404
        route @missing {{
{missing}
        }}
        @offline vars {{http.error.status_code}} 502 503 504
        # The application is switched off: its order of questions, with what the store held.
        route @offline {{
            route @application {{
                import {own}_moved
                respond {absent} 503
            }}
            vars masthead_key {{http.request.uri.path}}?{{http.request.uri.query}}
            import {own}_said
{named}{files_of_old}
            route @bare {{
                route @folder {{
                    import {own}_moved
                    redir {{re.bare.1}}/{{re.bare.2}} 301
                }}
            }}
            vars masthead_key {{http.request.uri.path}}
            import {own}_said
            vars masthead_key {{masthead_otherwise}}
            import {own}_said
            vars masthead_key {{masthead_base}}
            import {own}_said
            @feed file {{masthead_base}}{{masthead_feed}}
            route @feed {{
                import {own}_moved
                redir {{masthead_raw_base}}{{masthead_feed}} 301
            }}
            @base file {{masthead_base}}index.html
            route @base {{
                import {own}_moved
                redir {{masthead_raw_base}} 301
            }}
            @below_gone vars {{masthead_below_gone}} yes
            route @below_gone {{
{gone}
            }}
{missing}
        }}
    }}
}}
{desk}"""

_DESK: Final = """
# The desk, at a host of its own
{address} {{
    request_body {{
        max_size 50MB
    }}
    reverse_proxy 127.0.0.1:{port} {{
        header_down -Server{trusted}
    }}
}}
"""
