from __future__ import annotations

import pytest

from support import WASMTIMES


@pytest.fixture(params=WASMTIMES)
def wasmtime(request: pytest.FixtureRequest) -> str:
    """The program, the newest and the oldest."""
    return WASMTIMES[request.param]
