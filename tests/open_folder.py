"""A folder that programs of other users may enter: PostgreSQL's server, nginx's workers."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def open_folder(what: str) -> Iterator[Path]:
    """Give a new folder, `what` in its name, and remove it with all in it.

    It lies beside pytest's folders and not in one of them: all pytests of a user have one parent,
    and each shuts it to other users when it makes its own, under the feet of those that run.
    """
    with tempfile.TemporaryDirectory(prefix=f"sarado-{what}-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
