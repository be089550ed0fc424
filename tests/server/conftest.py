"""One server for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from databases import make_company
from served import Served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With a company whose administrator is `admin`, and a clerk `lusine`."""
    folder = tmp_path_factory.mktemp("served")
    url = f"sqlite:///{folder / 'company.db'}"
    make_company(url)
    served = Served(url, folder)
    served.add("lusine")
    yield served
    served.stop()
