from datetime import date, timedelta

import pytest

from persona.model_ends import ModelFacts, end_fault, stage, successor_of

TODAY = date(2026, 11, 23)


def model(name: str = "a-mini", ends_in: int | None = None, **overrides: object) -> ModelFacts:
    ends_on = None if ends_in is None else TODAY + timedelta(ends_in)
    return ModelFacts(name, ends_on, **overrides)  # type: ignore[arg-type]


class TestStage:
    @pytest.mark.parametrize(
        ("ends_in", "due"),
        [(None, None), (91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0),
         (-400, 0)],
    )  # fmt: skip
    def test_the_nearest_step_is_due(self, ends_in: int | None, due: int | None) -> None:
        assert stage(model(ends_in=ends_in).ends_on, TODAY) == due


class TestEndFault:
    @pytest.mark.parametrize("ends_in", [None, 400, 90, 31])
    def test_a_model_far_from_its_end_has_none(self, ends_in: int | None) -> None:
        assert end_fault(model(ends_in=ends_in), None, TODAY) is None

    @pytest.mark.parametrize("ends_in", [0, -1])
    def test_a_model_past_its_end_is_refused_whatever_follows(self, ends_in: int) -> None:
        fault = end_fault(model(ends_in=ends_in), model("b"), TODAY)

        assert fault is not None
        assert fault.is_error
        assert "끝났어요" in fault.sentence

    @pytest.mark.parametrize("successor", [None, model("b", ends_in=29), model("b", ends_in=30)])
    def test_within_thirty_days_it_needs_a_successor_that_outlasts_it(
        self, successor: ModelFacts | None
    ) -> None:
        fault = end_fault(model(ends_in=30), successor, TODAY)

        assert fault is not None
        assert fault.is_error
        assert "2026-12-23" in fault.sentence

    @pytest.mark.parametrize("successor", [model("b"), model("b", ends_in=31)])
    def test_with_a_successor_it_is_only_said(self, successor: ModelFacts) -> None:
        fault = end_fault(model(ends_in=30), successor, TODAY)

        assert fault is not None
        assert not fault.is_error
        assert "뒤이을 모델은 b" in fault.sentence


class TestSuccessor:
    def test_the_chosen_one_comes_first(self) -> None:
        ending = model("v1-mini", 10, successor="v1")

        chosen = successor_of(ending, [ending, model("v2-mini", is_default=True), model("v1")])

        assert chosen == model("v1")

    def test_a_chosen_one_that_ends_first_is_passed_over(self) -> None:
        ending = model("v1-mini", 10, successor="v1")

        assert successor_of(ending, [model("v1", 9), model("v2-mini")]) == model("v2-mini")

    def test_else_one_without_an_end_comes_first(self) -> None:
        ending = model("v1-mini", 10)

        assert successor_of(ending, [model("v2-mini", 40), model("v2")]) == model("v2")

    def test_else_the_same_size_then_the_default_then_the_newest(self) -> None:
        ending = model("v1-mini", 10)
        default = model("v2-mini", is_default=True)

        assert successor_of(ending, [model("v3"), model("v2-mini")]) == model("v2-mini")
        assert successor_of(ending, [model("v3-mini"), default]) == default
        assert successor_of(ending, [model("v2-mini"), model("v3-mini")]) == model("v3-mini")

    def test_there_may_be_none(self) -> None:
        ending = model("v1-mini", 10)

        assert successor_of(ending, [ending, model("v0", 5)]) is None
