"""What a command brings into memory before it does anything: each one pays for it."""

import subprocess
import sys

from masthead.site.folder import SiteFolder

LOADED = """
import sys
from pathlib import Path
from masthead.site.folder import SiteFolder
from masthead.site.start import start

start(SiteFolder(Path(sys.argv[1])))
print(*sys.modules)
"""


def test_a_start_loads_no_api_and_no_driver_of_another_database(site_folder: SiteFolder) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED, site_folder.path], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "wagtail.admin.forms.models" in loaded  # Wagtail is ready.
    assert not {"pydantic", "ninja", "rest_framework", "psycopg"} & set(loaded)
