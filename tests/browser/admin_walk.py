"""Walk every page of the admin that a link leads to, each kind of page once."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

from tests.browser.editor import Editor

# Leaving, files, and what is Django's own alone: histories, deletions, and the accounts, whose
# two-column chooser axe objects to.
_NOT_PAGES = re.compile(r"/logout/|/jsi18n/|/export/|\.csv|/admin/auth/|/delete/|/history/")
# One revision's page stands for all; so do the filters and orders of a list.
_LINKS = """
() => [...document.querySelectorAll("a[href]")].map((link) => link.href)
"""


def kind_of(url: str) -> str:
    """The same for every page of one kind: numbers and queries left out."""
    return re.sub(r"\d+|[0-9a-f-]{36}", "N", urlsplit(url).path)


def walk(editor: Editor, *, only: frozenset[str] = frozenset()) -> Iterator[str]:
    """Open one page of each kind, depth last, and yield its address once it stands.

    `only` names the kinds to open, where not all are wanted.
    """
    home = editor.house.web
    waiting = [f"{home}/admin/"]
    known = {kind_of(waiting[0])}
    while waiting:
        url = waiting.pop(0)
        answer = editor.page.goto(url)
        assert answer is not None
        assert answer.ok, f"{answer.status} {url}"
        yield url.removeprefix(home)
        if not urlsplit(url).path.startswith("/admin/"):
            continue
        for link in editor.page.evaluate(_LINKS):
            found = urldefrag(link).url
            path = urlsplit(found).path
            is_ours = found.startswith(home) and path.startswith(("/admin/", "/hear/"))
            is_wanted = not only or kind_of(found) in only
            if (
                is_ours
                and is_wanted
                and not _NOT_PAGES.search(path)
                and kind_of(found) not in known
            ):
                known.add(kind_of(found))
                waiting.append(found)
