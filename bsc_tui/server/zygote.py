"""The prepared process: it has imported the app and forks one process for each session or command.

Started by `nursery` as a program of its own, so that nothing of the listening process is in it: no key, no
connection, no other people's lines. It has one thread and opens no database; its children do.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import pkgutil
import random
import resource
import selectors
import signal
import socket
import sys
import threading
from typing import Any, NoReturn

from bsc_tui.config import Config

LARGEST_REQUEST = 65536
OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""As at the start of the program."""
PR_SET_MEMORY_MERGE = 67
"""Of linux/prctl.h: where the administrator has switched on the kernel's same-page merging, it finds pages of
this process and its children that have the same content, and keeps one of them."""
SHARED = ("bsc_tui.running", "bsc_tui.cli.program", "bsc_tui.server.session", "argon2", "xlsxwriter")
SHARED_WHOLE = ("bsc_tui.screens", "bsc_tui.screens.parts", "bsc_tui.operations", "bsc_tui.reports")
"""Packages of which whoever works all day comes to most: imported once here, and not by each of them."""
INHERITED = (signal.SIGCHLD, signal.SIGHUP, signal.SIGTERM, signal.SIGPIPE, signal.SIGCONT)


def main() -> NoReturn:
    """Serve until the listening process is gone. Its first message is the configuration."""
    door = socket.socket(fileno=int(sys.argv[1]))
    config = Config(**json.loads(door.recv(LARGEST_REQUEST)))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C at the server's terminal is the listener's
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends when the listener does
    prepare(config)
    door.send(json.dumps({"ready": os.getpid()}).encode())
    Nursery(door, config).run()
    os._exit(0)


def prepare(config: Config) -> None:
    """Import what sessions need, so that they share it; what they change alike they may share again."""
    ctypes.CDLL(None).prctl(PR_SET_MEMORY_MERGE, 1, 0, 0, 0)  # a kernel before 6.4 knows nothing of it
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
    from bsc_tui.cli.opening import spare_the_server_driver  # late: main reads its message first

    spare_the_server_driver(config.database_url)
    for name in SHARED:
        importlib.import_module(name)
    for package in SHARED_WHOLE:
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            importlib.import_module(f"{package}.{module.name}")
    from bsc_tui.screens.registry import places

    places()
    gc.collect()
    gc.freeze()
    # A thread would not be in the children, but what it has locked would stay so.
    assert threading.active_count() == 1, [thread.name for thread in threading.enumerate()]


class Nursery:
    """Takes requests, forks, tells who has ended."""

    def __init__(self, door: socket.socket, config: Config) -> None:
        self._door = door
        self._config = config
        self._wake, self._woken = socket.socketpair()
        self._wake.setblocking(False)
        self._woken.setblocking(False)

    def run(self) -> None:
        """Until nobody asks any more."""
        signal.signal(signal.SIGCHLD, lambda *_signal: None)
        signal.set_wakeup_fd(self._woken.fileno(), warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._door, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            while True:
                for key, _events in selector.select():
                    if key.fileobj is self._door:
                        if not self._request():
                            return
                    else:
                        self._wake.recv(4096)
                        self._reap()

    def _request(self) -> bool:
        """Fork for one request; False when the listener is gone."""
        try:
            data, files, _flags, _address = socket.recv_fds(self._door, LARGEST_REQUEST, 8)
        except OSError:
            return False
        if not data:
            return False
        request: dict[str, Any] = json.loads(data)
        child = os.fork()
        if child == 0:
            self._become(request, files)
        for file in files:
            os.close(file)
        watch = os.pidfd_open(child)  # not reaped yet: the number can't be anybody else's
        try:
            answer = json.dumps({"number": request["number"], "pid": child}).encode()
            socket.send_fds(self._door, [answer], [watch])
        except OSError:
            return False
        finally:
            os.close(watch)
        return True

    def _reap(self) -> None:
        while True:
            try:
                child, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if child == 0:
                return
            answer = {"ended": child, "status": os.waitstatus_to_exitcode(status)}
            try:
                self._door.send(json.dumps(answer).encode())
            except OSError:
                return

    def _become(self, request: dict[str, Any], files: list[int]) -> NoReturn:
        """In the child: be the session. It never comes back."""
        status = 70
        try:
            signal.set_wakeup_fd(-1)
            for number in INHERITED:
                signal.signal(number, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self._door.close()
            self._wake.close()
            self._woken.close()
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            random.seed()
            from bsc_tui.server import session  # late in this file only: imported long ago

            status = session.live(request, files, self._config)
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 1
        except BaseException as error:
            from bsc_tui.screens.mishap import keep_report

            keep_report(self._config.state_folder, error)
        finally:
            os._exit(status)


if __name__ == "__main__":
    main()
