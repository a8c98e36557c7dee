"""Modules and style sheets put together into one file each, as production sends them.

Some fifty small files cost as many requests and compress a quarter worse than one. What is put
together is what was tested: every module keeps a scope of its own (an arrow function called at
once), in the order in which a browser would have run them. Whatever this does not understand is
refused, so that collecting the files fails and no visitor's page does.
"""

import posixpath
import re
from collections.abc import Callable

Read = Callable[[str], str]

_IMPORT = re.compile(r'^import\s*(?:\{([^}]*)\}\s*from\s*)?"([^"]+)";[ \t]*$', re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?=(?:async function|function|class|const) ([A-Za-z_$][\w$]*))", re.M
)
# Anything else a module may hold that a scope of its own would change the meaning of. A module that
# comes later is asked for by a name that holds its address: what is written here can't know the
# hashed one.
_UNKNOWN = re.compile(
    r"^(?:import|export)\b.*$|\bimport\s*\((?!\s*[A-Za-z_$][\w$]*\s*\))|\bimport\.meta\b",
    re.MULTILINE,
)
_OURS = re.compile(r"\b_\d+\b")

_SHEET = re.compile(r'^@import url\("([^"]+)"\) layer\(([a-z]+)\);$', re.MULTILINE)


class CannotBundle(Exception):
    """A source holds what would not mean the same inside a bundle."""


def bundle_modules(entry: str, read: Read) -> str:
    """Return the module `entry` with all it imports, as one module.

    `read` gives the source of a module, without comments, by its name below the static root.
    Raises CannotBundle for import cycles and for every form of import and export that is not
    used here (default, namespace, renamed exports, dynamic import of anything but a variable). A
    top-level `await` is not seen here; it would be a syntax error in the bundle, which the tests
    parse.
    """
    order: list[str] = []
    parsed: dict[str, tuple[list[tuple[str, str]], str]] = {}
    _collect(entry, read, parsed, order, ())
    names = {name: f"_{number}" for number, name in enumerate(order)}
    parts = []
    for name in order:
        imports, body = parsed[name]
        head = "".join(
            f"const{{{bindings}}}={names[source]};\n" for bindings, source in imports if bindings
        )
        if name == entry:
            # The entry stays outermost, with its exports as they are.
            parts.append(head + body)
            continue
        exported = ",".join(match[1] for match in _EXPORT.finditer(body))
        scope = f"{head}{_EXPORT.sub('', body)}\nreturn{{{exported}}}"
        parts.append(f"const {names[name]}=(()=>{{\n{scope}}})();\n")
    return "".join(parts)


def bundle_styles(entry: str, read: Read) -> str:
    """Return the style sheet `entry` with the sheets it imports into their layers.

    Raises CannotBundle for an import of another form, and for a `url()` in a sheet of another
    folder, which would point elsewhere from here.
    """

    def inline(match: re.Match[str]) -> str:
        name = _resolve(entry, match[1])
        sheet = read(name)
        moved = posixpath.dirname(name) != posixpath.dirname(entry)
        if "@import" in sheet or (moved and re.search(r"url\((?!\"data:)", sheet)):
            raise CannotBundle(f"{name}: an import or a url() that can't be moved")
        return f"@layer {match[2]}{{\n{sheet}}}"

    bundled = _SHEET.sub(inline, read(entry))
    if "@import" in bundled:
        raise CannotBundle(f"{entry}: an import of a form that is not known")
    return bundled


def _collect(
    name: str,
    read: Read,
    parsed: dict[str, tuple[list[tuple[str, str]], str]],
    order: list[str],
    above: tuple[str, ...],
) -> None:
    """Read a module and, before it, those it imports, in the order a browser runs them."""
    if name in above:
        raise CannotBundle("a cycle: " + " → ".join((*above, name)))
    if name in parsed:
        return
    source = read(name)
    imports = [
        (_bindings(match[1] or ""), _resolve(name, match[2])) for match in _IMPORT.finditer(source)
    ]
    body = _IMPORT.sub("", source).strip("\n") + "\n"
    unknown = _UNKNOWN.search(_EXPORT.sub("", body)) or _OURS.search(body)
    if unknown:
        raise CannotBundle(f"{name}: {unknown[0]!r}")
    parsed[name] = (imports, body)
    for _binding, imported in imports:
        _collect(imported, read, parsed, order, (*above, name))
    order.append(name)


def _bindings(clause: str) -> str:
    """`a, b as c` as a destructuring pattern names it: `a,b:c`."""
    parts = [part.strip() for part in clause.split(",") if part.strip()]
    return ",".join(re.sub(r"\s+as\s+", ":", part) for part in parts)


def _resolve(importer: str, specifier: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), specifier))
