"""Settings of one installation: a TOML file, the environment over it, the command line over both.

Settings of the company (currency, seats, VAT) live in its database and are not here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from bsc_tui.errors import Unusable

EXAMPLE_ACCOUNT = "lusine"
"""Who has signed in when the example company opens."""


@dataclass(frozen=True)
class Config:
    """What an administrator may set: each a key of the TOML file and `BSC_<NAME>` in the environment."""

    database: str = ""
    """URL of the database: `sqlite:///file` or `postgresql://user@host1,host2/name`; empty: in `data`."""
    data: str = ""
    """Folder of the embedded database and of saved reports; empty: the user's data folder."""
    state: str = ""
    """Folder of logs; empty: the user's state folder."""
    keys: str = ""
    """File with this computer's own keys; empty: keys.toml in the user's configuration folder."""
    zone: str = "Asia/Yerevan"
    """Time zone in which moments are shown."""
    argon2_memory_kib: int = 19456
    """Memory of one password hash, KiB."""
    argon2_passes: int = 2
    """Passes of one password hash."""
    idle_lock_minutes: int = 30
    """Minutes without a key after which the screen locks; 0: never."""
    exports: str = ""
    """Folder into which people save files from the screens; empty: one of their own in the data folder."""
    fetch: str = ""
    """The command that fetches a file, with %s for its path; people then type names, not paths."""
    inbox: str = ""
    """Folder of the files that the person sent; the server names it to sessions."""
    send: str = ""
    """The command that sends a file there, with %s for its name."""
    server_name: str = ""
    """The name by which people reach the server; empty: the address they came to."""
    server_host: str = ""
    """Address on which the server listens; empty: all of them."""
    server_port: int = 8022
    """Port on which the server listens."""
    host_key: str = ""
    """File with the server's host key, made at the first start; empty: in the data folder."""
    sessions: int = 60
    """Screens the server has open at most."""
    sessions_each: int = 8
    """Screens one account has open at most."""
    keep_minutes: int = 10
    """Minutes a session waits for its owner after the line is lost; 0: it ends at once."""
    idle_end_minutes: int = 240
    """Minutes without a key after which the server ends a session; 0: never."""
    inbox_megabytes: int = 500
    """Room for the files that one account sends."""
    backup_hours: int = 24
    """Hours between backups that the server makes by itself; 0: none."""
    backup_folder: str = ""
    """Where they go, best on another disk; empty: `backups` in the data folder."""
    backup_days: int = 14
    """Days for which each of them is kept; of older ones the last of each month, for a year."""
    trusted: str = ""
    """Addresses or networks, separated by blanks, that are never held back after wrong passwords."""
    plain_output: bool = False
    """Paint as Textual does, every widget whole: for a terminal that shows cells wrongly; costs bytes."""

    @property
    def data_folder(self) -> Path:
        """Where the embedded database and saved reports are."""
        if self.data:
            return Path(self.data)
        import platformdirs  # late: only needed when no folder is set

        return Path(platformdirs.user_data_dir("bsc-tui"))

    @property
    def state_folder(self) -> Path:
        """Where logs are written."""
        if self.state:
            return Path(self.state)
        import platformdirs  # late: only needed when no folder is set

        return Path(platformdirs.user_state_dir("bsc-tui"))

    @property
    def backups(self) -> Path:
        """Where the server's backups go."""
        return Path(self.backup_folder) if self.backup_folder else self.data_folder / "backups"

    @property
    def host_key_file(self) -> Path:
        """Where the server's host key is."""
        return Path(self.host_key) if self.host_key else self.data_folder / "host_key_ed25519"

    @property
    def keys_file(self) -> Path:
        """Where this computer's own keys are, if there are any."""
        if self.keys:
            return Path(self.keys)
        import platformdirs  # late: only needed when no file is named

        return Path(platformdirs.user_config_dir("bsc-tui")) / "keys.toml"

    @property
    def database_url(self) -> str:
        """The URL in force."""
        return self.database or f"sqlite:///{self.data_folder / 'company.db'}"


def load(file: str | None = None, environment: dict[str, str] | None = None) -> Config:
    """The settings in force. Raises Unusable when the file can't be read or names an unknown setting."""
    environment = dict(os.environ) if environment is None else environment
    file = file or environment.get("BSC_CONFIG")
    kinds = {field.name: type(getattr(Config(), field.name)) for field in fields(Config)}
    given: dict[str, Any] = {}
    if file:
        import tomllib  # late: most installations have no file

        try:
            given = tomllib.loads(Path(file).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Unusable("The settings can't be read.", f"{file}: {error}") from None
        unknown = sorted(set(given) - set(kinds))
        if unknown:
            raise Unusable("The settings name something unknown.", f"{file}: {', '.join(unknown)}")
    for name in kinds:
        if f"BSC_{name.upper()}" in environment:
            given[name] = environment[f"BSC_{name.upper()}"]
    for name, value in given.items():
        try:
            given[name] = _truth(value) if kinds[name] is bool else kinds[name](value)
        except (TypeError, ValueError):
            raise Unusable("A setting is not what it should be.", f"{name} = {value!r}") from None
    return replace(Config(), **given)


def _truth(value: Any) -> bool:
    """Yes or no, as TOML or the environment says it."""
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
    try:
        return words[str(value).lower()]
    except KeyError:
        raise ValueError from None
