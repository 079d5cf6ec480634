from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from masthead.cli import COMMANDS
from masthead.cli.doctor import CHECKS
from masthead.site.folder import SiteFolder

Run = Callable[..., "CompletedProcess[str]"]


def test_help_works_without_a_site_and_without_importing_a_command(tmp_path: Path, run: Run) -> None:
    done = run("--site", tmp_path, "--help")
    assert done.returncode == 0
    for name, (_, sentence) in COMMANDS.items():
        assert f"{name}" in done.stdout
        assert sentence in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches_what_it_does(name: str, run: Run) -> None:
    done = run(name, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Usage: masthead {name}")


def test_a_command_that_is_misspelt_is_guessed(run: Run) -> None:
    done = run("prss")
    assert done.returncode == 2
    assert "There is no command “prss”. Did you mean `masthead press`?" in done.stderr


@pytest.mark.parametrize("command", [("serve",), ("press",), ("config", "show"), ("doctor",), ("user", "list")])
def test_outside_a_site_every_command_says_how_to_name_one(tmp_path: Path, run: Run, command: tuple[str, ...]) -> None:
    done = run("--site", tmp_path, *command)
    assert done.returncode == 3
    assert done.stderr == (
        f"Error: There is no masthead.toml in {tmp_path}. Name a site with --site DIR or the variable MASTHEAD_SITE, "
        "or make one with `masthead new DIR`.\n"
    )


def test_the_site_may_be_named_by_the_environment(site_folder: SiteFolder, run: Run) -> None:
    done = run("config", "show", env={"MASTHEAD_SITE": str(site_folder.path)})
    assert 'name          = "The Test Press"' in done.stdout


def test_config_show_says_where_values_come_from_and_hides_secrets(site_folder: SiteFolder, run: Run) -> None:
    environ = {"MASTHEAD_MAIL_PASSWORD": "hunter2", "MASTHEAD_PORT": "8002"}
    done = run("--site", site_folder.path, "config", "show", "--origin", env=environ)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert 'name = "The Test Press" # masthead.toml' in lines
    assert "port = 8002 # environment MASTHEAD_PORT" in lines
    assert 'mail_password = "********" # environment MASTHEAD_MAIL_PASSWORD' in lines
    assert 'language = "en" # default' in lines
    assert "hunter2" not in done.stdout
    as_json = json.loads(run("--site", site_folder.path, "config", "show", "--json", env=environ).stdout)
    assert as_json["port"] == {"value": 8002, "origin": "environment MASTHEAD_PORT"}


def test_a_blog_is_made_with_the_address_of_its_name(site_folder: SiteFolder, run: Run) -> None:
    def add(*words: str) -> CompletedProcess[str]:
        return run("--site", site_folder.path, "blog", "add", *words)

    assert json.loads(add("نامه‌ها", "--language", "fa", "--json").stdout) == {"blog": "/نامه-ها/"}
    again = add("نامه‌ها")
    assert (again.returncode, again.stdout) == (3, "")
    assert again.stderr.startswith("Error: The blog cannot be made: ")
    assert add("Desk").returncode == 3
    assert add("x", "--language", "english").returncode == 2


def test_accounts_are_made_listed_and_given_new_passwords(site_folder: SiteFolder, run: Run) -> None:
    def user(*words: str) -> CompletedProcess[str]:
        return run("--site", site_folder.path, "user", *words)

    first = json.loads(user("add", "sara", "--mail", "sara@example.org", "--json").stdout)
    second = json.loads(user("password", "sara", "--json").stdout)
    assert first["password"] != second["password"]
    listed = json.loads(user("list", "--json").stdout)
    assert [(each["name"], each["roles"], each["one_time_password"]) for each in listed] == [
        ("admin", ["administrator"], True),
        ("sara", ["Editors"], True),
    ]
    assert "sara: Editors; sara@example.org; one-time password" in user("list").stdout
    assert "There is an account “sara” already." in user("add", "sara").stderr
    assert (
        "There is no role “chief”. The roles are: administrator, Editors" in user("add", "x", "--role", "chief").stderr
    )
    assert "There is no account “tom”." in user("password", "tom").stderr


def test_doctor_finds_nothing_in_a_new_site_that_was_pressed(site_folder: SiteFolder, run: Run) -> None:
    assert run("--site", site_folder.path, "press").returncode == 0
    done = run("--site", site_folder.path, "doctor")
    assert (done.returncode, done.stdout) == (0, f"Nothing is wrong: {len(CHECKS)} checks.\n"), done.stderr


def test_doctor_names_each_fault_with_what_mends_it(site_folder: SiteFolder, run: Run) -> None:
    from sqlite3 import connect

    assert run("--site", site_folder.path, "press").returncode == 0
    (site_folder.store / "index.html").unlink()
    site_folder.key.chmod(0o644)
    with connect(site_folder.database) as database:
        database.execute("update wagtailcore_site set hostname = 'elsewhere.example'")
        triggers = database.execute("select name from sqlite_master where name glob 'press_*_insert_*'")
        database.execute(f'drop trigger "{triggers.fetchone()[0]}"')
        database.execute("update masthead_public_page set address = '/wrong/' where address = '/blog/'")
    database.close()
    done = run("--site", site_folder.path, "doctor", "--json", env={"MASTHEAD_PROT": "1"})
    assert done.returncode == 1, done.stderr
    found = {each["id"]: each for each in json.loads(done.stdout)}
    assert set(found) == {"secrets", "variables", "projection", "capture", "address", "store"}
    assert found["secrets"]["command"] == f"chmod 600 {site_folder.key}"
    assert found["variables"]["sentence"] == "The variable MASTHEAD_PROT belongs to no option."
    site_folder.key.chmod(0o600)
    assert run("--site", site_folder.path, "upgrade").returncode == 0
    assert run("--site", site_folder.path, "press", "--forget").returncode == 0
    assert run("--site", site_folder.path, "doctor").stdout == f"Nothing is wrong: {len(CHECKS)} checks.\n"


def test_doctor_goes_on_without_what_cannot_be_used(site_folder: SiteFolder, run: Run) -> None:
    assert run("--site", site_folder.path, "press").returncode == 0
    text = site_folder.configuration.read_text()
    site_folder.configuration.write_text(text + "prot = 1\n")
    done = run("--site", site_folder.path, "doctor")
    assert done.returncode == 1
    assert done.stdout == (
        "settings: masthead.toml has an unknown option “prot”. Did you mean “port”?\n"
        f"{len(CHECKS) - 5} more checks are made when this is mended.\n"
    )
    site_folder.configuration.write_text(text)
    before = site_folder.key.rename(site_folder.key.with_name("aside"))
    found = json.loads(run("--site", site_folder.path, "doctor", "--json").stdout)
    assert [(each["id"], each["command"]) for each in found] == [("key", "masthead upgrade --new-key")]
    before.rename(site_folder.key)
    assert run("--site", site_folder.path, "doctor").returncode == 0


def test_a_lost_key_can_be_replaced_and_an_existing_one_stays(site_folder: SiteFolder, run: Run) -> None:
    before = site_folder.key.read_text()
    assert run("--site", site_folder.path, "upgrade", "--new-key").returncode == 0
    assert site_folder.key.read_text() == before
    site_folder.key.unlink()
    lost = run("--site", site_folder.path, "user", "list")
    assert (lost.returncode, "`masthead upgrade --new-key`" in lost.stderr) == (3, True)
    assert run("--site", site_folder.path, "upgrade", "--new-key").returncode == 0
    assert site_folder.key.read_text() != before


def test_shell_runs_a_line_inside_the_site(site_folder: SiteFolder, run: Run) -> None:
    line = "from masthead.entries.models import Blog; print(Blog.objects.get().slug)"
    assert run("--site", site_folder.path, "shell", "-c", line).stdout == "blog\n"


def test_a_file_that_is_no_export_is_one_sentence(site_folder: SiteFolder, run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<rss")
    done = run("--site", site_folder.path, "import", "wordpress", tmp_path / "bad.xml")
    assert done.returncode == 3
    assert done.stderr.startswith("Error: bad.xml is not imported: ")
    assert done.stderr.count("\n") == 1
