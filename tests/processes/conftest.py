from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.stage import Stage, house_of_processes


@pytest.fixture(scope="package")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Standing it up takes ten seconds: once for all. Who uses it leaves it well and empty."""
    folder = Path(tmp_path_factory.mktemp("processes"))
    for part in (folder, *folder.parents[:2]):  # PostgreSQL's own user must be able to enter
        part.chmod(0o755)
    with house_of_processes(folder / "house") as standing:
        yield standing
