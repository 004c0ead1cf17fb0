from __future__ import annotations

import pytest


@pytest.fixture(params=["native", "component"])
def surface(request: pytest.FixtureRequest) -> str:
    """The command line as a native binary, and as a component."""
    return request.param
