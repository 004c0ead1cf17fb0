from __future__ import annotations

import pytest

from support import WASMTIMES


@pytest.fixture(params=["native", *WASMTIMES])
def surface(request: pytest.FixtureRequest) -> str:
    """The command line as a native binary, and as a component in each wasmtime."""
    return request.param
