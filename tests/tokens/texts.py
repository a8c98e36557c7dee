"""The texts that the counter is judged by."""

import json
import random
from collections.abc import Iterator

from persona import seed_files

_PARTICLES = ("은", "는", "이", "가", "을", "를", "에서", "마씸", "양", "우다", "수다", "게")
_OTHERS = (
    "AI", "OpenAI", "Jeju island", "don't", "https://jeju.go.kr/", "109", "064-710-2114", "3.5%",
    "『천지왕본풀이』", "…", "—", "\n\n", "  ", "\t", "(웃음)", "😀", "🌺🌸", "西天花田", "ᄒᆞᆫ저",
    "ᄆᆞ심", "ᄌᆞᄁᆞᆺ디", "ㅎㅎㅎ", "ㅠㅠ", "{{GLOSSARY}}", "- ", "### ",
    "é", "Ünïcode", "ｆｕｌｌ", "٣٤",
)  # fmt: skip


def persona_texts() -> list[str]:
    """The seed persona: each section, what he says first and after a break, and each flower."""
    persona = seed_files.read_persona()
    flowers = (json.dumps(row, ensure_ascii=False) for row in seed_files.read_rows("flowers"))
    return [
        *(f"# {one.title}\n{one.body}" for one in seed_files.read_sections()),
        persona["greeting"],
        persona["replay_instructions"],
        *flowers,
    ]


def glossary_texts() -> list[str]:
    """Every row of the glossary, every word of it, and both spellings."""
    rows = seed_files.read_rows("glossary")
    return [
        *(" | ".join(row.values()) for row in rows),
        *(row["phrase"] for row in rows),
        *(row["old_spelling"] for row in rows if row["old_spelling"]),
    ]


def random_korean(count: int, seed: int) -> list[str]:
    """Texts of 1 to 300 pieces: Jeju and Korean words, chance syllables, and all that mixes in."""
    chance = random.Random(seed)
    rows = seed_files.read_rows("glossary")
    words = [word for row in rows for word in " ".join(row.values()).split()]
    return ["".join(_pieces(chance, words)) for _ in range(count)]


def _pieces(chance: random.Random, words: list[str]) -> Iterator[str]:
    for _ in range(chance.choice((1, 3, 20, 100, 300))):
        kind = chance.random()
        if kind < 0.6:
            yield chance.choice(words)
        elif kind < 0.75:
            yield "".join(chr(chance.randint(0xAC00, 0xD7A3)) for _ in range(chance.randint(1, 6)))
        elif kind < 0.9:
            yield chance.choice(_PARTICLES)
        else:
            yield chance.choice(_OTHERS)
        if chance.random() < 0.7:
            yield " "
