"""The draft of a grid's open rows: kept while there are any, let go of once there are none."""

from __future__ import annotations

from typing import Any

from bsc_tui.errors import Problem
from bsc_tui.i18n import _
from bsc_tui.records import drafts
from bsc_tui.screens.base import Place
from bsc_tui.screens.office import office_of


async def keep_or_drop(place: Place, draft: str, content: dict[str, Any] | None, *, is_kept: bool) -> bool:
    """Keep `content` as the draft of this name, or drop a kept one where there is none.

    Whether a draft is kept afterwards. A problem is told and leaves everything as it was.
    """
    office = office_of(place)
    try:
        if content is not None:
            title = " › ".join(place.crumbs())
            await office.run(drafts.keep, office.records, draft, title, content)
        elif is_kept:
            await office.run(drafts.drop, office.records, draft)
    except Problem as problem:
        if not place.has_been_left:
            place.say(_("The draft is not kept: %(why)s") % {"why": problem.title}, "trouble")
        return is_kept
    return content is not None
