"""Static files as production serves them: hashed, compressed, bundled, without our comments.

Sources carry types and reasons in their comments, a third of what a visitor would load. They are
cut away when files are collected, with the blanks that begin a line; nothing else is changed, so
what runs is what was tested. Each `js/<folder>/main.js` and `css/main.css` is then one file with
all that it imports. While developing (DEBUG) the browser loads the sources as they are.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from sarado_site.bundling import bundle_modules, bundle_styles

# Whole lines only: a comment behind code, or inside a string, is left alone. No text of ours spans
# lines (a test keeps it so), so a line that begins like a comment is one.
_BLOCK = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_INDENT = re.compile(r"^\s+", re.MULTILINE)

_MODULE_ENTRY = re.compile(r"^js/[a-z-]+/main\.js$")
_STYLE_ENTRY = "css/main.css"

Paths = dict[str, tuple[Storage, str]]


def without_comments(source: str) -> str:
    """Return a module or style sheet without comments on lines of their own, and unindented."""
    return _INDENT.sub("", _LINE.sub("", _BLOCK.sub("", source)))


class _Made:
    """Stands where a storage is expected, and opens what is made from the sources."""

    def __init__(self, make: Callable[[str], str], name: str) -> None:
        self._make = make
        self._name = name

    def open(self, name: str) -> File[bytes]:
        return ContentFile(self._make(self._name).encode(), name=name)


class LeanManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as source:
                return without_comments(source.read().decode())

        def make(name: str) -> str:
            if _MODULE_ENTRY.match(name):
                return bundle_modules(name, read)
            return bundle_styles(name, read) if name == _STYLE_ENTRY else read(name)

        ours = {
            name: (_Made(make, name), path)
            for name, (_storage, path) in paths.items()
            if name.startswith(("js/", "css/")) and name.endswith((".js", ".css"))
        }
        yield from super().post_process({**paths, **ours}, dry_run, **options)
