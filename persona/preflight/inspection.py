"""Run every rule over a draft. Pure; asking the provider is `trial.py`."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from persona.compile import CompileRefused, compile_persona
from persona.findings import Finding
from persona.preflight import disclosure, flowers, languages, safety, voice, words
from persona.preflight.evidence import Evidence

Rule = Callable[[Evidence], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    safety.protected_sections_unchanged,
    safety.protected_sections_keep_their_weight,
    disclosure.says_that_he_is_an_ai,
    safety.crisis_lines_are_said,
    safety.crisis_lines_are_verified,
    voice.model_lives_on,
    voice.transcriber_lives_on,
    voice.voice_is_known,
    voice.fits_the_model,
    words.only_reviewed_words,
    words.no_avoided_form,
    words.not_too_many_words,
    flowers.no_flower_that_may_not_be_given,
    languages.texts_are_translated,
)


def inspect(evidence: Evidence) -> tuple[Evidence, tuple[Finding, ...]]:
    """Compile the draft and apply every rule. Return the evidence with what was compiled, and what
    was found: errors first, each sentence once."""
    findings: list[Finding] = []
    try:
        evidence = replace(evidence, compiled=compile_persona(evidence.draft))
    except CompileRefused as refused:
        findings += refused.findings
    for rule in RULES:
        findings += rule(evidence)
    unique = dict.fromkeys(findings)
    return evidence, tuple(sorted(unique, key=lambda one: one.level != "error"))
