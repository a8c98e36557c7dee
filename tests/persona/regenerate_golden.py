"""Write the golden files anew after a change that is meant:

    .venv/bin/python -m tests.persona.regenerate_golden

Then read the diff: it is what the provider and the visitor will get.
"""

import json
import sys
from pathlib import Path
from typing import Any

from persona.compile import compile_persona
from tests.persona.drafts import make_draft

GOLDEN = Path(__file__).parent / "golden" / "sarado.json"


def compiled_for_golden() -> dict[str, Any]:
    compiled = compile_persona(make_draft())
    return {
        "session": compiled.session,
        "visitor": compiled.visitor,
        "sha256": compiled.sha256,
        "protected_sha256": compiled.protected_sha256,
    }


if __name__ == "__main__":
    GOLDEN.write_text(
        json.dumps(compiled_for_golden(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    sys.stdout.write(f"Wrote {GOLDEN.name}.\n")
