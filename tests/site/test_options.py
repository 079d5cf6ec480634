from __future__ import annotations

from pathlib import Path

import pytest

from masthead.site.options import (
    TABLE,
    BadValueError,
    SettingsError,
    UnknownOptionError,
    UnreadableFileError,
    load,
)


def written(folder: Path, text: str) -> Path:
    path = folder / "masthead.toml"
    path.write_text(text, encoding="utf-8")
    return path


def origin_of(name: str, *args: object, **kwargs: object) -> tuple[object, str]:
    settings = load(*args, **kwargs)  # type: ignore[arg-type]
    return next((each.value, each.origin) for each in settings.origins if each.row.name == name)


def test_flag_goes_before_environment_before_file_before_default(tmp_path: Path) -> None:
    file = written(tmp_path, "port = 8001\n")
    environ = {"MASTHEAD_PORT": "8002"}
    assert origin_of("port", None, {}) == (8000, "default")
    assert origin_of("port", file, {}) == (8001, "masthead.toml")
    assert origin_of("port", file, environ) == (8002, "environment MASTHEAD_PORT")
    assert origin_of("port", file, environ, {"port": 8003}) == (8003, "flag")
    assert origin_of("port", file, environ, {"port": None}) == (8002, "environment MASTHEAD_PORT")


def test_an_unknown_key_is_an_error_with_a_suggestion(tmp_path: Path) -> None:
    with pytest.raises(UnknownOptionError) as error:
        load(written(tmp_path, 'langauge = "fa"\n'), {})
    assert str(error.value) == "masthead.toml has an unknown option “langauge”. Did you mean “language”?"


def test_an_unknown_key_like_nothing_points_to_the_list(tmp_path: Path) -> None:
    with pytest.raises(UnknownOptionError) as error:
        load(written(tmp_path, "xyzzy = 1\n"), {})
    assert str(error.value).endswith("`masthead config show` lists all options.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('port = "8000"', "The option “port” (masthead.toml) must be a whole number, not the text “8000”."),
        ("port = true", "The option “port” (masthead.toml) must be a whole number, not true."),
        ("port = 0", "The option “port” (masthead.toml) must be between 1 and 65535, not 0."),
        (
            'url = "https://example.org/blog"',
            (
                "The option “url” (masthead.toml) must be an address like https://example.org, without a path, "
                "not “https://example.org/blog”."
            ),
        ),
        (
            'timezone = "Mars/Olympus"',
            (
                "The option “timezone” (masthead.toml) must be the name of a time zone like Europe/Berlin, "
                "not “Mars/Olympus”."
            ),
        ),
        (
            "aliases = 'https://a.example'",
            "The option “aliases” (masthead.toml) must be a list of texts, not the text “https://a.example”.",
        ),
        (
            "language = 'english'",
            "The option “language” (masthead.toml) must be a language tag like en, fa or pt-BR, not “english”.",
        ),
    ],
)
def test_a_bad_value_is_named_with_its_origin_and_what_it_must_be(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(BadValueError) as error:
        load(written(tmp_path, text), {})
    assert str(error.value) == sentence


def test_a_secret_is_never_repeated_in_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadValueError) as error:
        load(written(tmp_path, "database = 'mysql://root:hunter2@db/x'"), {})
    assert "hunter2" not in str(error.value)
    with pytest.raises(BadValueError) as error:
        load(written(tmp_path, "mail_password = ['hunter2']"), {})
    assert "hunter2" not in str(error.value)


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("hunter2\n")
    environ = {"MASTHEAD_MAIL_PASSWORD_FILE": str(secret)}
    assert origin_of("mail_password", None, environ) == ("hunter2", "environment MASTHEAD_MAIL_PASSWORD_FILE")
    with pytest.raises(SettingsError, match="are both set"):
        load(None, environ | {"MASTHEAD_MAIL_PASSWORD": "x"})
    with pytest.raises(UnreadableFileError, match="MASTHEAD_MAIL_PASSWORD_FILE"):
        load(None, {"MASTHEAD_MAIL_PASSWORD_FILE": str(tmp_path / "absent")})


def test_only_secrets_have_a_file_twin() -> None:
    assert {row.name for row in TABLE if row.environment_file} == {"database", "mail_password"}
    assert origin_of("port", None, {"MASTHEAD_PORT_FILE": "/nowhere"}) == (8000, "default")


def test_a_list_in_the_environment_is_divided_at_commas() -> None:
    environ = {"MASTHEAD_ALIASES": "https://a.example, https://b.example"}
    assert load(None, environ).options.aliases == ("https://a.example", "https://b.example")


def test_a_secret_is_shown_as_stars_and_an_empty_one_as_empty() -> None:
    shown = {each.row.name: each.shown for each in load(None, {"MASTHEAD_MAIL_PASSWORD": "x"}).origins}
    assert shown["mail_password"] == "********"
    assert shown["database"] == ""


def test_a_missing_or_broken_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="`masthead new DIR` makes a site"):
        load(tmp_path / "masthead.toml", {})
    with pytest.raises(UnreadableFileError, match="cannot be read"):
        load(written(tmp_path, "name = "), {})


def test_every_default_and_every_example_is_allowed() -> None:
    load(None, {})
    for row in TABLE:
        if row.check and row.example is not None:
            assert row.check(row.example) is None, row.name


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("HTTPS://Example.ORG", "https://example.org"),
        ("https://example.org/", "https://example.org"),
        ("https://example.org:443", "https://example.org"),
        ("http://example.org:80/", "http://example.org"),
        ("http://Example.org:8080", "http://example.org:8080"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://Bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_a_public_address_has_one_spelling(tmp_path: Path, written: str, one: str) -> None:
    from masthead.site.addresses import addresses

    file = tmp_path / "masthead.toml"
    file.write_text(f'url = "{written}"\naliases = ["{written}"]\n', encoding="utf-8")
    options = load(file, environ={}).options
    assert (options.url, options.aliases) == (one, (one,))
    assert addresses(options).secure is one.startswith("https:")
    assert addresses(options).origins == (one,)
