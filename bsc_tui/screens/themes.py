"""The colours of the program by what they mean, and which set a terminal can show. Styling is in styles.tcss.

Every theme gives every role a colour: `$bsc-page`, `$bsc-hand`, … The greys of the dark and the light theme
are chosen so that Rich's step down to 256 colours gives the grey meant: 234 for the page, 236 for a field.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

from bsc_tui.i18n import N_
from bsc_tui.values import dataclass

ROLES = (
    "page",
    "bar",
    "field",
    "accent",
    "hand",
    "hand-text",
    "key",
    "trouble",
    "good",
    "dim",
    "text",
    "line",
    "box",
    "box-field",
    "cursor",
)
"""`line`: thin lines; `box`, `box-field`: ground of dialogs and of their fields; `cursor`: that of text."""

DARK, LIGHT, SIXTEEN, MONO = "bsc-dark", "bsc-light", "bsc-16", "bsc-mono"

CHOICES = {DARK: N_("Dark"), LIGHT: N_("Light")}
"""The themes a person may choose between; the other two are chosen by the terminal."""

MONO_TERMINALS = frozenset({"", "dumb", "unknown", "vt52", "vt100", "vt102", "vt220", "vt320", "xterm-mono"})


class Colours(Enum):
    """How much colour a terminal can show."""

    NONE = 0
    SIXTEEN = 16
    MANY = 256


def _theme(name: str, *, dark: bool = True, ansi: bool = False, **roles: str) -> Theme:
    """A Textual theme of our roles; Textual's own widgets get the nearest of them."""
    colour = {role: roles[role.replace("-", "_")] for role in ROLES}
    variables = {f"bsc-{role}": value for role, value in colour.items()}
    variables |= {
        "ansi-background": colour["page"] if ansi else "transparent",
        "ansi-foreground": colour["text"] if ansi else "transparent",
        "foreground-disabled": colour["dim"],
        "surface-active": colour["field"],
        "input-cursor-background": roles.get("cursor_in_hand", colour["cursor"]),
        "input-cursor-foreground": roles.get("cursor_text", colour["page"]),
        "input-cursor-text-style": "none",
        "input-selection-background": colour["accent"],
        "input-selection-foreground": colour["page"],
        "scrollbar": colour["dim"],
        "scrollbar-hover": colour["dim"],
        "scrollbar-active": colour["dim"],
        "scrollbar-background": colour["page"],
        "scrollbar-background-hover": colour["page"],
        "scrollbar-background-active": colour["page"],
        "scrollbar-corner-color": colour["page"],
    }
    return Theme(
        name=name,
        dark=dark,
        ansi=ansi,
        primary=colour["accent"],
        secondary=colour["hand"],
        accent=colour["accent"],
        foreground=colour["text"],
        background=colour["page"],
        surface=colour["field"],
        panel=colour["bar"],
        warning=colour["key"],
        error=colour["trouble"],
        success=colour["good"],
        variables=variables,
    )


THEMES = (
    _theme(
        DARK,
        page="#1c1c1c",
        bar="#303030",
        field="#303030",
        accent="#5fafaf",
        hand="#005f87",
        hand_text="#ffffff",
        key="#d7af5f",
        trouble="#ff5f5f",
        good="#87af87",
        dim="#8a8a8a",
        text="#d2d2d2",
        line="#4e4e4e",
        box="#303030",
        box_field="#1c1c1c",
        cursor="#5fafaf",
    ),
    _theme(
        LIGHT,
        dark=False,
        page="#ffffff",
        bar="#ebebeb",
        field="#ebebeb",
        accent="#005f87",
        hand="#005f87",
        hand_text="#ffffff",
        key="#875f00",
        trouble="#af0000",
        good="#005f00",
        dim="#6c6c6c",
        text="#1c1c1c",
        line="#a8a8a8",
        box="#ebebeb",
        box_field="#ffffff",
        cursor="#5fafaf",
        cursor_text="#1c1c1c",
    ),
    _theme(
        SIXTEEN,
        ansi=True,
        page="ansi_black",
        bar="ansi_bright_black",
        field="ansi_bright_black",
        accent="ansi_bright_cyan",
        hand="ansi_blue",
        hand_text="ansi_bright_white",
        key="ansi_bright_yellow",
        trouble="ansi_bright_red",
        good="ansi_bright_green",
        dim="ansi_white",
        text="ansi_bright_white",
        line="ansi_bright_black",
        box="ansi_black",
        box_field="ansi_bright_black",
        cursor="ansi_bright_cyan",
    ),
    # Nobody sees these colours: each stands for its role until PlainStyles makes it bold or reverse.
    _theme(
        MONO,
        page="#000000",
        bar="#010101",
        field="#020202",
        accent="#c1c1c1",
        hand="#f3f3f3",
        hand_text="#0a0a0a",
        key="#c4c4c4",
        trouble="#c5c5c5",
        good="#c6c6c6",
        dim="#c7c7c7",
        text="#c8c8c8",
        line="#c9c9c9",
        box="#030303",
        box_field="#020202",
        cursor="#f3f3f3",
        cursor_in_hand="#fbfbfb",
        cursor_text="#0c0c0c",
    ),
)


@dataclass(frozen=True)
class Tone:
    """How painted text of one meaning looks: roles for letters and ground ('' = as it stands), and weight."""

    role: str
    ground: str = ""
    bold: bool | None = None


TONES = {
    "dim": Tone("dim"),
    "good": Tone("good"),
    "trouble": Tone("trouble"),
    "warn": Tone("key"),
    "key": Tone("key"),
    "key-name": Tone("key", bold=True),
    "accent": Tone("accent", bold=True),
    "title": Tone("accent", bold=True),
    "line": Tone("line"),
    "header": Tone("dim", bold=True),
    "rest": Tone("text", bold=True),
    "hand": Tone("hand-text", "hand", bold=True),
    "hand-rest": Tone("hand-text", "hand"),
}
"""The tones of painted text. They are no component classes: Textual would style each of them anew for every
painted widget at every change of the screen, which was half of the time a place needed to open."""


@lru_cache(8)
def tone_styles(theme: str) -> Mapping[str, Style]:
    """The style of every tone in a theme, to be laid over a widget's own."""
    variables = next(one.variables for one in THEMES if one.name == theme)

    def colour(role: str) -> RichColor | None:
        return Color.parse(variables[f"bsc-{role}"]).rich_color if role else None

    return {
        name: Style(color=colour(tone.role), bgcolor=colour(tone.ground), bold=tone.bold)
        for name, tone in TONES.items()
    }


def colours_of(environ: Mapping[str, str], color_system: str | None) -> Colours:
    """What the terminal can show, by NO_COLOR, TERM and what Rich found (`Console.color_system`)."""
    if environ.get("NO_COLOR") or environ.get("TERM", "") in MONO_TERMINALS:
        return Colours.NONE
    return Colours.MANY if color_system in {"256", "truecolor"} else Colours.SIXTEEN


def theme_for(preferred: str, colours: Colours) -> str:
    """The person's theme where the terminal can show it, else what it can."""
    if colours is Colours.NONE:
        return MONO
    if colours is Colours.SIXTEEN:
        return SIXTEEN
    return preferred if preferred in CHOICES else DARK


_ATTRIBUTES = {
    "#f3f3f3": Style(reverse=True),
    "#fbfbfb": Style(underline=True, bold=True),
    "#020202": Style(underline=True),
    "#c1c1c1": Style(bold=True),
    "#c4c4c4": Style(bold=True),
    "#c5c5c5": Style(bold=True),
}


@lru_cache(512)
def plain_style(style: Style) -> Style:
    """The style without its colours; what they meant is said by bold, reverse and underline."""
    attributes = Style(bold=style.bold, reverse=style.reverse, underline=style.underline)
    for colour in (style.color, style.bgcolor):
        if colour is not None and colour.triplet is not None:
            attributes += _ATTRIBUTES.get(colour.triplet.hex, Style.null())
    return attributes


class PlainStyles(LineFilter):
    """For terminals without colours: roles become attributes."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without colours."""
        return [
            Segment(text, None if style is None else plain_style(style), control)
            for text, style, control in segments
        ]
