"""Which addresses the publication of a draft would touch, and which its withdrawal."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from masthead.actions.rehearse import publication, rehearsed, withdrawal
from masthead.pages.frame import is_settled, set_frame
from masthead.pages.manifest import declared
from masthead.press.capture import Capture
from masthead.press.evaluation import Facts, Fresh
from masthead.press.facts import Dialect
from masthead.press.foretelling import Forecast, foretell
from masthead.press.state import looked_into

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder
    from masthead.site.options import Options

Act = Literal["publish", "withdraw"]
_ACTS = {"publish": publication, "withdraw": withdrawal}


class Reach(NamedTuple):
    """The forecast; None where no press has been at work. `behind`: changes of others wait and are counted in."""

    forecast: Forecast | None
    behind: bool = False


def reach_of(page: Any, act: Act, folder: SiteFolder, options: Options, **bounds: int) -> Reach:
    """What would happen if this were done to the page now. Nothing is committed.

    Raises ValidationError where the draft cannot be published.
    """
    if not is_settled(folder, options):
        set_frame(folder, options)
    registry = declared()
    dialect: Dialect = "postgresql" if options.database else "sqlite"
    try:
        with looked_into(folder.ledger) as ledger, rehearsed(lambda: _ACTS[act](page)) as rehearsal:
            ledger.execute("begin")
            fresh = Fresh(registry, Facts(registry, dialect), rehearsal.snapshot)
            forecast = foretell(ledger, fresh, Capture(registry.facts), rehearsal.changes, **bounds)
            return Reach(forecast, rehearsal.others_wait)
    except sqlite3.DatabaseError:  # no ledger yet, one that is just being made, or one of another version
        return Reach(None)
