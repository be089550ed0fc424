"""What the server says on a line itself, in the language of whoever is there."""

from __future__ import annotations

from collections.abc import Sequence

from bsc_tui.i18n import N_, NN_, Translator
from bsc_tui.server.sessions import Session

FAREWELLS = {
    "closed": N_("This account was closed. What you had typed is kept as drafts."),
    "asked": N_("An administrator ended this session. What you had typed is kept as drafts."),
    "idle": N_("Signed out: there was no key for a long time. What you had typed is kept as drafts."),
    "kept too long": N_("The session has ended."),
    "stopping": N_("The server is being stopped. What you had typed is kept as drafts; sign in again soon."),
    "taken": N_("You went on with this session elsewhere."),
    "broken": N_("The program has closed unexpectedly. What was saved is safe; sign in again."),
}
"""Why a session is over, to whoever sits there."""

FULL = N_("All screens of this server are in use. Try again later.")
TOO_MANY = N_("You have too many sessions open. End one of them first.")
NO_TERMINAL = N_(
    "The program needs a terminal; yours says that it is none. With OpenSSH: ssh -t."
    " Set TERM to xterm-256color."
)
UNAVAILABLE = N_("The program can't be opened just now. Try again in a moment.")
ONLY_COMMANDS = N_("Over SSH only these commands are run: %(names)s. Without a command the program opens.")
NO_FILES = N_("No file of the server is written: fetch the output, as in “ssh … export person > people.csv”.")
NO_SUBSYSTEM = N_("There is no such service here; sftp is.")
BAD_QUOTES = N_("A quotation mark is not closed.")

OPEN_ONE = N_("You have a session open:")
OPEN_MANY = N_("You have sessions open:")
KEPT = NN_("its line was lost %(count)s minute ago", "its line was lost %(count)s minutes ago")
IN_USE = N_("in use from %(origin)s")
JUST_NOW = N_("its line was lost just now")
SINCE = N_("open since %(time)s")
GO_ON = N_("Enter  go on where you were")
GO_ON_NUMBER = N_("1-%(last)s, Enter  go on where you were")
BEGIN_NEW = N_("N      begin a new one")
LEAVE_WORDS = N_("Ctrl+C leave")


def farewell(why: str, translator: Translator) -> str:
    """The sentence for a reason; '' for none."""
    return translator.gettext(FAREWELLS[why]) if why in FAREWELLS else ""


def question(sessions: Sequence[Session], company: str, zone: str, translator: Translator) -> list[str]:
    """What is asked when an account that has sessions open signs in once more."""
    import datetime

    words = translator.gettext
    lines = ["bsc_tui  " + company, "", words(OPEN_ONE if len(sessions) == 1 else OPEN_MANY), ""]
    for number, session in enumerate(sessions, 1):
        began = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=session.open_seconds)
        since = words(SINCE) % {"time": translator.moment(began.replace(tzinfo=None), zone)}
        lines.append(f"  {number}  {since}, {_state(session, translator)}")
    keys = GO_ON if len(sessions) == 1 else GO_ON_NUMBER
    return [
        *lines,
        "",
        words(keys) % {"last": len(sessions)},
        words(BEGIN_NEW),
        words(LEAVE_WORDS),
    ]


def _state(session: Session, translator: Translator) -> str:
    if session.screen is not None:
        return translator.gettext(IN_USE) % {"origin": session.origin}
    minutes = int(session.lost_seconds // 60)
    if not minutes:
        return translator.gettext(JUST_NOW)
    return translator.ngettext(*KEPT, minutes) % {"count": translator.number(minutes)}
