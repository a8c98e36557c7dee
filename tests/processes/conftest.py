from collections.abc import Iterator

import pytest

from tests.processes.stage import Stage, house_of_processes


@pytest.fixture(scope="package")
def stage() -> Iterator[Stage]:
    """Standing it up takes ten seconds: once for all. Who uses it leaves it well and empty."""
    with house_of_processes() as standing:
        yield standing
