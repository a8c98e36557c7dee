import pytest

from persona.transcription import keywords, transcription
from tests.persona.drafts import make_draft, make_voice_draft

WORDS = ["사라도령", "하영", "속앗수다", "번성꽃", "웃음웃을꽃"]


def of_model(model: str) -> dict[str, object]:
    return transcription(make_draft(voice=make_voice_draft(transcription_model=model)))


class TestTranscription:
    def test_keywords_are_the_name_the_taught_words_and_the_flowers_to_give(self) -> None:
        assert keywords(make_draft()) == WORDS

    @pytest.mark.parametrize("model", ["gpt-transcribe", "gpt-live-transcribe"])
    def test_new_models_take_lists(self, model: str) -> None:
        assert of_model(model) == {"model": model, "languages": ["ko"], "keywords": WORDS}

    @pytest.mark.parametrize(
        "model",
        ["gpt-4o-mini-transcribe", "gpt-4o-mini-transcribe-2025-12-15", "gpt-4o-transcribe"],
    )
    def test_models_of_2025_take_a_sentence(self, model: str) -> None:
        settings = of_model(model)

        assert settings.keys() == {"model", "language", "prompt"}
        assert settings["language"] == "ko"
        assert all(word in str(settings["prompt"]) for word in WORDS)

    def test_whisper_takes_words_alone(self) -> None:
        assert of_model("whisper-1")["prompt"] == ", ".join(WORDS)

    @pytest.mark.parametrize(
        "model", ["gpt-realtime-whisper", "gpt-4o-transcribe-diarize", "someone-elses-model"]
    )
    def test_models_that_refuse_a_prompt_get_none(self, model: str) -> None:
        assert of_model(model) == {"model": model, "language": "ko"}
