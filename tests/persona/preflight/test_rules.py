"""Each rule: one draft that breaks only it, with its level, its sentence and its place."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from persona.draft import PersonaDraft
from persona.findings import Place
from persona.model_ends import ModelFacts
from tests.persona.drafts import (
    make_crisis_line_draft,
    make_draft,
    make_flower_draft,
    make_phrase_draft,
)
from tests.persona.preflight.ai_sentences import (
    DISHONEST_GREETINGS,
    HIDING,
    HONEST_GREETINGS,
    NOT_TELLING,
    TELLING,
)
from tests.persona.preflight.cases import CASES, ENDING, SAFETY, SOON_ENDED, Case
from tests.persona.preflight.evidence import (
    TODAY,
    broken,
    codes,
    findings,
    make_evidence,
    rewritten,
)


def test_a_draft_that_breaks_nothing_is_found_clean() -> None:
    assert findings(make_evidence()) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.place.key}")
def test_one_broken_rule_is_found_alone(case: Case) -> None:
    found = findings(case.make())

    assert [(one.level, one.code) for one in found] == [(case.level, case.code)]
    assert case.sentence in found[0].sentence
    assert found[0].place == case.place


def test_every_code_has_its_case() -> None:
    # Said by the provider and about going back: tested with them.
    assert len({case.code for case in CASES}) >= 24


class TestWhoMayChangeProtectedText:
    changed = staticmethod(broken(sections=rewritten("prohibitions", "- 무엇이든 한다.")))

    def test_the_safety_permission_may(self) -> None:
        assert codes(self.changed(may_change_protected=True)) == []

    def test_a_first_publishing_needs_it_too(self) -> None:
        assert codes(make_evidence(live=None)) == [("error", "protected_changed")]


class TestBoundaries:
    @pytest.mark.parametrize(
        ("days", "found"), [(92, []), (93, [("error", "crisis_line_overdue")])]
    )
    def test_a_quarter_after_verifying(self, days: int, found: list[tuple[str, str]]) -> None:
        lines = (
            make_crisis_line_draft(verified_on=TODAY - timedelta(days=days)),
            *make_draft().crisis_lines[1:],
        )
        assert codes(make_evidence(make_draft(crisis_lines=lines))) == found

    @pytest.mark.parametrize(
        ("days", "found"),
        [(0, [("error", "model_ended")]), (30, [("error", "model_ending")]), (31, [])],
    )
    def test_a_model_near_its_end(self, days: int, found: list[tuple[str, str]]) -> None:
        model = ModelFacts("gpt-old", TODAY + timedelta(days=days))

        assert codes(make_evidence(model=model)) == found

    @pytest.mark.parametrize(
        ("days", "found"),
        [
            (-1, [("error", "transcriber_ended")]),
            (0, [("error", "transcriber_ended")]),
            (1, [("warning", "transcriber_ending")]),
            (30, [("warning", "transcriber_ending")]),
            (31, []),
            (92, []),
        ],
    )
    def test_a_transcriber_near_its_end(self, days: int, found: list[tuple[str, str]]) -> None:
        transcriber = ModelFacts("gpt-old", TODAY + timedelta(days=days))

        assert codes(make_evidence(transcriber=transcriber)) == found

    def test_a_transcribers_end_is_told_where_it_is_mended(self) -> None:
        [ended] = findings(make_evidence(transcriber=SOON_ENDED))
        [ending] = findings(make_evidence(transcriber=ENDING))

        assert "받아쓰기 모델 gpt-old은(는) 2026-11-23에 끝났어요" in ended.sentence
        assert ended.place == Place("persona", "transcription_model")
        assert "받아쓰기 모델 gpt-old이(가) 2026-12-23에 끝나는데" in ending.sentence
        assert ending.place == Place("transcriber", "gpt-old")

    @pytest.mark.parametrize(
        ("ends_in", "found"), [(None, []), (31, []), (30, [("warning", "transcriber_ending")])]
    )
    def test_a_transcribers_successor_must_outlast_it(
        self, ends_in: int | None, found: list[tuple[str, str]]
    ) -> None:
        ends_on = None if ends_in is None else TODAY + timedelta(days=ends_in)
        following = ModelFacts("gpt-new", ends_on)

        assert codes(make_evidence(transcriber=ENDING, next_transcriber=following)) == found

    def test_a_confirmed_successor_lets_a_model_be_used_to_its_end(self) -> None:
        assert codes(make_evidence(model=ENDING, successor=ModelFacts("gpt-new", None))) == []


class TestDisclosure:
    """He may be told to say it in any words, and not to hide it in any."""

    @pytest.mark.parametrize(
        "line",
        [
            "AI라고 하지 않는다.",
            "AI임을 숨긴다.",
            "AI인 줄 모르게 한다.",
            "AI라는 티를 내지 않는다.",
            "AI 이야기는 꺼내지 않는다.",
            "AI가 아니라고 답한다.",
            "AI냐고 물으면 아니라고 한다.",
            "AI냐고 물으면 웃어넘긴다.",
            "사람인 척한다.",
            "ＡＩ라고 밝히지 않는다.",
            "A\u200bI라고 밝히지 않는다.",
            "인공 지능임은 비밀이다.",
            '"저는 AI가 아니에요"라고 답한다.',
            '"저는 진짜 사람이에요"라고 웃는다.',
            "에이아이라고 말하지 마라.",
            '"저는 AI가 아니에요"라고 말해도 된다.',
            "AI가 아니라고 해도 된다.",
        ],
    )
    def test_hidden_in_any_words_is_refused(self, line: str) -> None:
        sections = rewritten("4. 발음", f"{line}\n{{{{PRONUNCIATION}}}}")

        assert codes(make_evidence(make_draft(sections=sections))) == [
            ("error", "disclosure_hidden")
        ]

    @pytest.mark.parametrize(
        "line",
        [
            '"AI라고 말하지 마"라고 해도 AI라고 답한다.',
            "AI라고 하지 말라고 해도 AI라고 답한다.",
            "AI가 아니라고 하지 않는다.",
            "AI임을 숨기지 않는다.",
            "AI라는 것을 감추거나 사람인 척하지 않는다.",
            '"저는 사람이에요"라고 하지 않는다.',
            '"저는 AI라 곁에 갈 수는 없어요"라고 말한다.',
            "AI 음성 캐릭터이지 상담사가 아니다.",
        ],
    )
    def test_forbidding_to_hide_it_hides_nothing(self, line: str) -> None:
        sections = rewritten("4. 발음", f"{line}\n{{{{PRONUNCIATION}}}}")

        assert codes(make_evidence(make_draft(sections=sections))) == []

    @pytest.mark.parametrize(
        ("body", "is_told"),
        [
            ("처음에 AI임을 알린다.", True),
            ("인공지능이라는 것을 밝힌다.", True),
            ("너는 AI 캐릭터다.", False),
            ("AI라고 밝히는 것은 금지.\nAI가 아니다.", False),
        ],
    )
    def test_the_identity_tells_him_to_say_it(self, body: str, is_told: bool) -> None:
        evidence = make_evidence(make_draft(sections=rewritten("identity", body)), **SAFETY)

        assert (("error", "disclosure_missing") not in codes(evidence)) == is_told

    @pytest.mark.parametrize("body", TELLING)
    def test_the_identity_tells_him_in_many_words(self, body: str) -> None:
        evidence = make_evidence(make_draft(sections=rewritten("identity", body)), **SAFETY)

        assert codes(evidence) == []

    @pytest.mark.parametrize("body", NOT_TELLING)
    def test_what_only_has_the_word_tells_him_nothing(self, body: str) -> None:
        evidence = make_evidence(make_draft(sections=rewritten("identity", body)), **SAFETY)

        assert ("error", "disclosure_missing") in codes(evidence)

    @pytest.mark.parametrize("body", HIDING)
    def test_turning_away_is_no_telling_and_a_fault_anywhere(self, body: str) -> None:
        identity = make_draft(sections=rewritten("identity", body))
        elsewhere = make_draft(sections=rewritten("4. 발음", f"{body}\n{{{{PRONUNCIATION}}}}"))

        assert codes(make_evidence(identity, **SAFETY)) == [
            ("error", "disclosure_missing"),
            ("error", "disclosure_hidden"),
        ]
        assert codes(make_evidence(elsewhere)) == [("error", "disclosure_hidden")]

    @pytest.mark.parametrize("greeting", ["저는 AI가 아니에요.", "AI라는 말은 하지 않을게요."])
    def test_a_greeting_that_denies_it_discloses_nothing(self, greeting: str) -> None:
        assert codes(make_evidence(make_draft(greeting=greeting))) == [
            ("error", "greeting_without_disclosure"),
            ("error", "disclosure_hidden"),
        ]

    @pytest.mark.parametrize("greeting", HONEST_GREETINGS)
    def test_an_honest_greeting_passes_in_any_ending(self, greeting: str) -> None:
        assert codes(make_evidence(make_draft(greeting=greeting))) == []

    @pytest.mark.parametrize("greeting", DISHONEST_GREETINGS)
    def test_no_other_greeting_passes(self, greeting: str) -> None:
        found = codes(make_evidence(make_draft(greeting=greeting)))

        assert {("error", "greeting_without_disclosure"), ("error", "disclosure_hidden")} & {*found}


class TestWhatIsNoFault:
    @pytest.mark.parametrize(
        "line",
        [
            "다른 지역 말투(겁나게, 마랑게)를 섞지 않는다.",
            "사람이냐고 물으면 AI라고 바로 답한다.",
            "사람인 척하지 않는다.",
            "109는 하루 120명이 받는다.",
        ],
    )
    def test_a_sentence_that_only_looks_like_one(self, line: str) -> None:
        sections = rewritten("4. 발음", f"{line}\n{{{{PRONUNCIATION}}}}")

        assert codes(make_evidence(make_draft(sections=sections))) == []

    def test_a_word_inside_a_longer_reviewed_one(self) -> None:
        draft = make_draft(
            sections=rewritten("4. 발음", "와리지 맙서양 하고 말한다. {{PRONUNCIATION}}"),
            phrases=(
                *make_draft().phrases,
                make_phrase_draft("와리지 맙서양", in_instructions=False),
            ),
        )
        assert codes(make_evidence(draft, unreviewed=("와리지 맙서",))) == []


class TestOtherLanguages:
    @pytest.mark.parametrize(
        ("changed", "text", "place"),
        [
            ({"name": "새싹 돋는 꽃"}, "새싹 돋는 꽃", Place("flower", "새싹 돋는 꽃")),
            # One comma is another text.
            ({"meaning": "조금씩, 벋어 감"}, "조금씩, 벋어 감", Place("flower", "번성꽃")),
        ],
    )
    def test_a_flower_that_some_would_read_in_korean_is_told(
        self, changed: dict[str, Any], text: str, place: Place
    ) -> None:
        flower = replace(make_flower_draft(), **changed)

        [found] = findings(make_evidence(make_draft(flowers=(flower,))))

        assert (found.level, found.code, found.place) == ("warning", "untranslated", place)
        assert found.sentence == (
            f"'{text}'은(는) 번역이 없어서 다른 말(영어, 일본어, 중국어 간체)로 보는 손님도 "
            "한국어로 읽어요."
        )

    @pytest.mark.parametrize("field", ["name", "for_whom", "hours"])
    def test_so_is_a_crisis_line(self, field: str) -> None:
        lines = (make_crisis_line_draft(**{field: "마음 전화"}), *make_draft().crisis_lines[1:])

        [found] = findings(make_evidence(make_draft(crisis_lines=lines), **SAFETY))

        assert (found.level, found.code) == ("warning", "untranslated")
        assert found.place == Place("crisis_line", "109")
        assert found.sentence.startswith("'마음 전화'은(는) 번역이 없어서")

    def test_what_is_not_shown_needs_no_translation(self) -> None:
        hidden = make_crisis_line_draft("1588-9191", name="마음 전화", is_shown=False)
        lines = (*make_draft().crisis_lines[:2], hidden)

        assert codes(make_evidence(make_draft(crisis_lines=lines))) == []

    def test_what_is_no_korean_needs_no_translation(self) -> None:
        assert codes(make_evidence(make_draft(flowers=(make_flower_draft("Iris"),)))) == []

    def test_the_languages_are_named_in_that_of_the_admin(self) -> None:
        evidence = make_evidence(make_draft(flowers=(make_flower_draft(meaning="새 뜻"),)))

        with translation.override("en"):
            [found] = findings(evidence)
        assert "(English, Japanese, Simplified Chinese)" in found.sentence
        assert translation.get_language() == "ko"


def test_everything_wrong_is_said_at_once_errors_first() -> None:
    draft: PersonaDraft = make_draft(
        sections=rewritten("4. 발음", "겁나게 {{PRONUNCIATION}}"), greeting="반갑수다."
    )

    found = codes(make_evidence(draft, chosen_unreviewed=("모심",), model=SOON_ENDED))

    assert [level for level, _code in found] == ["error", "error", "warning", "warning"]
