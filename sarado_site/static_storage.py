"""Static files as production serves them: hashed, compressed, and our sources without comments.

Sources carry types and reasons in their comments, a third of what a visitor would load. They are
cut away when files are collected, with the blanks that begin a line; nothing else is changed, so
what runs is what was tested.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Whole lines only: a comment behind code, or inside a string, is left alone. No text of ours spans
# lines (a test keeps it so), so a line that begins like a comment is one.
_BLOCK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)


_INDENT = re.compile(r"^\s+", re.MULTILINE)


def without_comments(source: str) -> str:
    """Return a module or style sheet without comments on lines of their own, and unindented."""
    return _INDENT.sub("", _LINE.sub("", _BLOCK.sub("", source)))


class _LeanSource:
    """Reads a source from the storage it lies in, without its comments."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def open(self, name: str) -> File[bytes]:
        with self._storage.open(name) as source:
            return ContentFile(without_comments(source.read().decode()).encode(), name=name)


class LeanManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        ours = {
            name: (_LeanSource(storage), path)
            for name, (storage, path) in paths.items()
            if name.startswith(("js/", "css/")) and name.endswith((".js", ".css"))
        }
        yield from super().post_process({**paths, **ours}, dry_run, **options)
