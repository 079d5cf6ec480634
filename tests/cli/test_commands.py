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


def test_a_blog_is_made_with_the_address_of_its_name(at_site: Run) -> None:
    def add(*words: str) -> CompletedProcess[str]:
        return at_site("blog", "add", *words)

    assert json.loads(add("نامه‌ها", "--language", "fa", "--json").stdout) == {"blog": "/نامه-ها/"}
    again = add("نامه‌ها")
    assert (again.returncode, again.stdout) == (3, "")
    assert again.stderr == "Error: There is a page at /نامه-ها/ already. Choose another address with --slug.\n"
    assert add("x", "--language", "english").returncode == 2
    assert at_site("blog", "list").stdout == ("/blog/  Blog (en): 0 entries\n/نامه-ها/  نامه‌ها (fa): 0 entries\n")
    (first, _) = json.loads(at_site("blog", "list", "--json").stdout)
    assert first == {"address": "/blog/", "name": "Blog", "language": "en", "live": True, "entries": 0}


def test_who_makes_a_blog_learns_which_words_its_language_lacks(at_site: Run) -> None:
    said = at_site("blog", "add", "Blätter", "--language", "de-AT").stdout
    assert "Masthead's own words on pages, as “Read more”, are English or Persian: around texts in " in said
    assert "German (Austria) they are English" in said
    for language in ("en-GB", "fa-AF"):
        assert "own words" not in at_site("blog", "add", f"In {language}", "--language", language).stdout


def test_a_blog_that_cannot_be_is_refused_in_one_sentence(at_site: Run) -> None:
    for words, sentence in (
        ([""], "A blog needs a name."),
        (["Desk"], "/desk/ is an address that Masthead needs itself. Choose another address with --slug."),
        (["Blog"], "There is a page at /blog/ already. Choose another address with --slug."),
        (["x", "--slug", "rss.xml"], "“rss.xml” is no address: use letters, digits, hyphens and underscores."),
    ):
        done = at_site("blog", "add", *words)
        assert (done.returncode, done.stdout, done.stderr) == (3, "", f"Error: {sentence}\n")


def test_accounts_are_made_listed_and_given_new_passwords(at_site: Run) -> None:
    def user(*words: str) -> CompletedProcess[str]:
        return at_site("user", *words)

    first = json.loads(user("add", "sara", "--mail", "sara@example.org", "--json").stdout)
    second = json.loads(user("password", "sara", "--json").stdout)
    assert first["password"] != second["password"]
    listed = json.loads(user("list", "--json").stdout)
    assert [(each["name"], each["roles"], each["one_time_password"]) for each in listed] == [
        ("admin", ["administrator"], True),
        ("sara", ["writer"], True),
    ]
    assert "sara: writer; sara@example.org; one-time password" in user("list").stdout
    assert "There is an account “sara” already." in user("add", "sara").stderr
    assert (
        "There is no role “chief”. The roles are: writer, editor, administrator."
        in user("add", "x", "--role", "chief").stderr
    )
    assert "There is no account “tom”." in user("password", "tom").stderr
    assert user("role", "sara", "editor", "--blog", "blog").stdout == "sara: editor of blog\n"
    assert "There is no blog “news”. The blogs are: blog." in user("role", "sara", "editor", "--blog", "news").stderr
    assert "leave --blog out" in user("role", "sara", "administrator", "--blog", "blog").stderr
    assert user("role", "sara", "administrator").stdout == "sara: administrator\n"
    assert user("role", "sara", "writer").stdout == "sara: writer\n"


def test_what_the_desk_would_refuse_is_no_account(at_site: Run) -> None:
    for words, sentence in (
        ([""], "“” cannot be the name of an account: 1 to 150 letters, digits and @ . + - _, no spaces."),
        (["Léa M"], "“Léa M” cannot be the name of an account: 1 to 150 letters, digits and @ . + - _, no spaces."),
        (["lea", "--mail", "notmail"], "“notmail” is no mail address."),
    ):
        done = at_site("user", "add", *words)
        assert (done.returncode, done.stderr) == (3, f"Error: {sentence}\n")
    assert at_site("user", "list").stdout == "admin: administrator; one-time password\n"


def test_who_leaves_is_switched_off_and_may_come_back(at_site: Run) -> None:
    def user(*words: str) -> CompletedProcess[str]:
        return at_site("user", *words)

    user("add", "lea")
    assert json.loads(user("deactivate", "lea", "--json").stdout) == {"name": "lea", "active": False}
    assert "lea: writer; switched off\n" in user("list").stdout
    assert user("password", "lea").stderr == (
        "Error: “lea” is switched off. `masthead user activate lea` lets it in again.\n"
    )
    assert json.loads(user("activate", "lea", "--json").stdout).keys() == {"name", "password"}
    assert "lea: writer; one-time password\n" in user("list").stdout
    last = user("deactivate", "admin")
    assert last.returncode == 3
    assert last.stderr.startswith("Error: “admin” is the only administrator. Make another one before: ")


def test_doctor_finds_nothing_in_a_new_site_that_was_pressed(at_site: Run) -> None:
    assert at_site("press").returncode == 0
    done = at_site("doctor")
    assert (done.returncode, done.stdout) == (0, f"Nothing is wrong: {len(CHECKS)} checks.\n"), done.stderr


def test_doctor_names_each_fault_with_what_mends_it(site_folder: SiteFolder, run: Run, at_site: Run) -> None:
    from sqlite3 import connect

    assert at_site("press").returncode == 0
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
    assert at_site("upgrade").returncode == 0
    assert at_site("press", "--forget").returncode == 0
    assert at_site("doctor").stdout == f"Nothing is wrong: {len(CHECKS)} checks.\n"


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
    said = run("--site", site_folder.path, "upgrade", "--new-key").stderr
    assert said == f"{site_folder.key} is there and stays. To have a new one, move it away before.\n"
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


def test_an_import_without_a_system_is_guessed(site_folder: SiteFolder, run: Run) -> None:
    done = run("--site", site_folder.path, "import", "the export.xml", "--dry-run")
    assert done.returncode == 2
    assert "From which system? `masthead import wordpress 'the export.xml' --dry-run`" in done.stderr


def test_an_import_of_a_folder_names_the_files_in_it(site_folder: SiteFolder, run: Run, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    done = run("--site", site_folder.path, "import", "wordpress", exports)
    assert (done.returncode, "is a folder. There is no .xml file in it." in done.stderr) == (2, True)
    (exports / "one.xml").touch()
    done = run("--site", site_folder.path, "import", "wordpress", exports)
    assert f"is a folder. Name the files in it: {exports / 'one.xml'}." in done.stderr
    assert f"there is no file {exports / 'two.xml'}." in (
        run("--site", site_folder.path, "import", "wordpress", exports / "two.xml").stderr
    )


def test_settings_that_are_no_toml_are_explained_without_showing_them(site_folder: SiteFolder, run: Run) -> None:
    site_folder.configuration.write_text('name = "One"\nmail_password = hunter2\n')
    done = run("--site", site_folder.path, "config", "show")
    assert done.returncode == 3
    assert done.stderr.startswith(f"Error: {site_folder.configuration} cannot be read: line 2 is not understood (")
    assert "texts stand in quotation marks, as in name = " in done.stderr
    assert "hunter2" not in done.stderr


def test_a_secret_s_file_that_is_missing_is_named_in_plain_words(site_folder: SiteFolder, run: Run) -> None:
    done = run("--site", site_folder.path, "press", env={"MASTHEAD_DATABASE_FILE": "/nope"})
    assert (done.returncode, done.stderr) == (
        3,
        "Error: /nope, which MASTHEAD_DATABASE_FILE names, cannot be read: No such file or directory.\n",
    )
