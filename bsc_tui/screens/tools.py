"""What all tools of the Admin tab share: the tab's name, and the right that most of them need."""

from __future__ import annotations

from bsc_tui.i18n import NP_

ADMIN = NP_("tab", "Admin")
ADMINISTRATION = "administration"
