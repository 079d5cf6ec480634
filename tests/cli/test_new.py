from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from masthead.site.folder import SiteFolder

Run = Callable[..., "CompletedProcess[str]"]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_new_makes_the_folder(site_folder: SiteFolder) -> None:
    assert {path.name for path in site_folder.path.iterdir()} == {"masthead.toml", "secret.key", "var", "public"}
    assert len(site_folder.key.read_text().strip()) >= 64
    assert site_folder.database.is_file()
    assert not list(site_folder.var.glob("*-wal")), "all is in the one file that is copied"


def test_new_keeps_secrets_to_the_owner(site_template: Path) -> None:
    folder = SiteFolder(site_template)
    assert mode(folder.key) == mode(folder.configuration) == 0o600
    assert mode(folder.var) == 0o700
    assert mode(folder.store) == 0o755


def test_new_founds_home_one_blog_settings_and_an_administrator(site: SiteFolder) -> None:
    from django.contrib.auth.models import User
    from wagtail.models import Page, Site

    from masthead.entries.models import Blog, Home, SiteSettings

    home, blog = Home.objects.get(), Blog.objects.get()
    assert Site.objects.get().root_page_id == home.pk
    assert (blog.title, blog.slug, blog.language, blog.live) == ("Blog", "blog", "en", True)
    assert blog.get_parent().pk == home.pk
    assert Page.objects.count() == 3  # the root of Wagtail's tree is the third
    assert not any(Page.find_problems())
    assert SiteSettings.objects.get().name == "The Test Press"
    assert User.objects.get().is_superuser


def test_new_writes_what_was_chosen_and_shows_the_rest_in_comments(site_template: Path) -> None:
    text = SiteFolder(site_template).configuration.read_text(encoding="utf-8")
    assert 'name = "The Test Press"' in text.splitlines()
    assert "# port = 8000" in text.splitlines()


def test_new_tells_examples_from_what_holds(site_template: Path) -> None:
    lines = SiteFolder(site_template).configuration.read_text(encoding="utf-8").splitlines()
    for line, without in {
        '# url = "https://example.org"': "http://localhost and the port", '# language = "fa"': '"en"',
        '# timezone = "Europe/Berlin"': '"UTC"', '# aliases = ["https://www.example.org"]': "nothing",
    }.items():  # fmt: skip
        assert lines[lines.index(line) - 1] == f"# Without it: {without}. An example:"
    assert "example" not in lines[lines.index("# port = 8000") - 1]


@pytest.mark.parametrize("what", ["a file", "a file that is hidden"])
def test_new_never_touches_a_folder_that_is_not_empty(tmp_path: Path, run: Run, what: str) -> None:
    there = tmp_path / (".hidden" if "hidden" in what else "letter.txt")
    there.write_text("mine")
    done = run("new", tmp_path)
    assert done.returncode == 3
    assert done.stderr == f"Error: {tmp_path} is not an empty folder. Name another one: `masthead new DIR`.\n"
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_new_says_that_a_file_is_a_file(tmp_path: Path, run: Run) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = run("new", tmp_path / "letter.txt")
    assert (done.returncode, done.stderr) == (
        3,
        f"Error: {tmp_path / 'letter.txt'} is a file. Name a folder: `masthead new DIR`.\n",
    )


@pytest.mark.parametrize(
    ("blog", "sentence"),
    [
        ("", "A blog needs a name."),
        ("Desk", "/desk/ is an address that Masthead needs itself. Choose another name with --blog."),
        ("🙂", "No address can be made of “🙂”. Choose another name with --blog."),
    ],
)
def test_new_refuses_a_blog_that_cannot_be_before_anything_is_written(
    tmp_path: Path, run: Run, blog: str, sentence: str
) -> None:
    done = run("new", tmp_path / "site", "--blog", blog)
    assert (done.returncode, done.stderr) == (3, f"Error: {sentence}\n")
    assert not (tmp_path / "site").exists()


def test_new_with_a_bad_value_writes_nothing(tmp_path: Path, run: Run) -> None:
    done = run("new", tmp_path / "site", "--timezone", "Mars/Olympus")
    assert done.returncode == 3
    assert done.stderr == (
        "Error: --timezone must be the name of a time zone like Europe/Berlin, not “Mars/Olympus”.\n"
    )
    assert not (tmp_path / "site").exists()


def test_new_in_persian_answers_as_json(tmp_path: Path, run: Run) -> None:
    done = run("new", tmp_path / "s", "--name", "روزنامه", "--blog", "خبرها", "--language", "fa", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["blog"] == "/خبرها/"
    assert said["administrator"] == "admin"
    assert re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", said["password"])
