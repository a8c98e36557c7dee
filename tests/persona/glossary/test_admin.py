"""The glossary's list and pages in the admin."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from persona import actions
from persona.glossary.columns import COLUMNS
from persona.glossary.table import SPELLED_FIELDS
from persona.models import JejuPhrase, Persona
from tests.persona.factories import (
    NOON,
    make_live_revision,
    make_phrase,
    make_publishable_persona,
    make_staff,
)

pytestmark = pytest.mark.django_db

LIST = reverse("admin:persona_jejuphrase_changelist")


def page(phrase: JejuPhrase) -> str:
    return reverse("admin:persona_jejuphrase_change", args=[phrase.pk])


def row_form(row: JejuPhrase, /, **overrides: str) -> dict[str, Any]:
    """What a browser posts from the phrase's page; `overrides` are typed in."""
    names = [column.field for column in COLUMNS if column.field != "in_instructions"]
    form = {name: getattr(row, name) for name in names}
    if row.in_instructions:
        form["in_instructions"] = "on"
    return form | overrides


def post_list(client: Client, phrase: JejuPhrase, **row: str) -> Any:
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "저장"}
    values = {"id": phrase.pk, "instruction_order": 3, **row}
    return client.post(
        f"{LIST}?id={phrase.pk}", form | {f"form-0-{name}": one for name, one in values.items()}
    )


def shown(client: Client, **query: str) -> list[str]:
    return [row.phrase for row in client.get(LIST, query).context["cl"].result_list]


class TestList:
    @pytest.mark.parametrize(
        "query", ["혼저", "ᄒᆞᆫ저", "한저", "ㅎㅈㅇㅅㅇ", "어서", "welcome", "come on"]
    )
    def test_is_searched_in_every_way(self, writer: Client, query: str) -> None:
        make_phrase("하영")
        make_phrase(
            "혼저옵서예",
            old_spelling="ᄒᆞᆫ저 옵서예",
            standard_korean="어서 오세요",
            english="Welcome; please come on in",
        )

        assert shown(writer, q=query) == ["혼저옵서예"]

    def test_is_filtered_by_category_state_source_and_doubles(self, writer: Client) -> None:
        make_phrase("혼저", old_spelling="ᄒᆞᆫ저", source="가|나", category="greeting")
        make_phrase("한저", review_state="unreviewed", source="나 | 다")
        make_phrase("하영", review_state="withheld")

        assert shown(writer, category__exact="greeting") == ["혼저"]
        assert shown(writer, review_state__exact="unreviewed") == ["한저"]
        assert sorted(shown(writer, source="나")) == ["한저", "혼저"]
        assert shown(writer, source="-") == ["하영"]
        assert sorted(shown(writer, double="yes")) == ["한저", "혼저"]
        assert shown(writer, q="저", review_state__exact="unreviewed") == ["한저"]

    def test_a_reviewer_reviews_and_a_writer_chooses_in_the_list(
        self, reviewer: Client, writer: Client
    ) -> None:
        phrase = make_phrase(review_state="unreviewed")

        assert post_list(reviewer, phrase, review_state="reviewed").status_code == 302
        assert post_list(writer, phrase, in_instructions="on").status_code == 302

        phrase.refresh_from_db()
        assert (phrase.review_state, phrase.in_instructions) == ("reviewed", True)
        assert phrase.instruction_order == 3

    def test_a_writer_cannot_review_by_a_forged_form(self, writer: Client) -> None:
        phrase = make_phrase(review_state="unreviewed")

        post_list(writer, phrase, review_state="reviewed")

        phrase.refresh_from_db()
        assert phrase.review_state == "unreviewed"

    def test_teaching_a_withheld_word_is_refused_in_words(self, reviewer: Client) -> None:
        phrase = make_phrase(in_instructions=True)

        response = post_list(reviewer, phrase, review_state="withheld", in_instructions="on")

        assert "쓰지 않기로 한 말은 지시문에 넣을 수 없어요." in response.content.decode()

    def test_shows_where_visitors_meet_a_word_now(self, writer: Client) -> None:
        make_publishable_persona()
        make_phrase("모심", standard_korean="마음")
        actions.publish(persona=Persona.objects.get(), by=None, note="", now=NOON)
        make_phrase("새말", standard_korean="아직 나가지 않은 말")

        rows = {row.phrase: row for row in writer.get(LIST).context["cl"].result_list}

        assert vars(rows["하영"])["published"].instruction == "하영 = 많이"
        assert vars(rows["하영"])["published"].keyword == "하영"
        assert vars(rows["모심"])["published"].instruction == ""
        assert vars(rows["모심"])["published"].gloss == "마음"
        assert vars(rows["새말"])["published"].count == 0

    def test_every_field_in_it_has_a_name(self, writer: Client) -> None:
        make_phrase("하영")

        assert 'aria-label="하영: 지시문 순서"' in writer.get(LIST).content.decode()

    def test_costs_the_same_however_many_rows(
        self, writer: Client, django_assert_max_num_queries: Any
    ) -> None:
        make_live_revision()
        for number in range(30):
            make_phrase(f"새말{number}")

        with django_assert_max_num_queries(25):
            writer.get(LIST)


class TestWriting:
    def test_a_writers_change_goes_back_for_review_and_stays_chosen(self, writer: Client) -> None:
        phrase = make_phrase(in_instructions=True)

        response = writer.post(page(phrase), row_form(phrase, standard_korean="아주"), follow=True)

        phrase.refresh_from_db()
        assert (phrase.review_state, phrase.in_instructions) == ("unreviewed", True)
        assert "감수 전으로 돌렸어요" in response.content.decode()

    @pytest.mark.parametrize("field", ["source", "remarks", "instruction_order"])
    def test_notes_and_order_need_no_review(self, writer: Client, field: str) -> None:
        phrase = make_phrase()

        writer.post(page(phrase), row_form(phrase, **{field: "7"}))

        phrase.refresh_from_db()
        assert phrase.review_state == "reviewed"

    def test_a_reviewers_change_stands(self, reviewer: Client) -> None:
        phrase = make_phrase()

        reviewer.post(page(phrase), row_form(phrase, pronunciation_hint="하녕"))

        phrase.refresh_from_db()
        assert (phrase.pronunciation_hint, phrase.review_state) == ("하녕", "reviewed")

    def test_a_new_word_waits_for_review(self, writer: Client) -> None:
        form = row_form(JejuPhrase(phrase="모심", standard_korean="마음", category="noun"))

        writer.post(reverse("admin:persona_jejuphrase_add"), form | {"review_state": "reviewed"})

        assert JejuPhrase.objects.get().review_state == "unreviewed"

    @pytest.mark.parametrize("typed", ["한저", "혼저", "ㅎㅗㄴ저"])
    def test_the_same_word_with_the_same_meaning_is_refused_in_words(
        self, writer: Client, typed: str
    ) -> None:
        make_phrase("혼저", old_spelling="ᄒᆞᆫ저", standard_korean="어서")
        form = row_form(JejuPhrase(phrase=typed, standard_korean="어서!", category="adverb"))

        response = writer.post(reverse("admin:persona_jejuphrase_add"), form)

        assert response.status_code == 200
        assert "&#x27;혼저/ᄒᆞᆫ저&#x27;(어서)와(과) 같은 말이" in response.content.decode()

    def test_the_same_word_with_another_meaning_is_shown_beside_it(self, writer: Client) -> None:
        other = make_phrase("보름", standard_korean="바람")
        phrase = make_phrase("보름", standard_korean="보름날")

        text = writer.get(page(phrase)).content.decode()

        assert f'<a href="{page(other)}">보름 = 바람</a>' in text

    def test_old_spelling_is_refused_in_words(self, writer: Client) -> None:
        phrase = make_phrase()

        response = writer.post(page(phrase), row_form(phrase, phrase="ᄒᆞ영"))

        assert "옛한글이 들어 있어요: ᄒᆞ영" in response.content.decode()


class TestWithheld:
    """What a reviewer took out of use, whoever does not review leaves out."""

    def test_a_writer_sees_its_spelling_and_why_it_stands(self, writer: Client) -> None:
        phrase = make_phrase(review_state="withheld")

        text = writer.get(page(phrase)).content.decode()

        assert "쓰지 않기로 한 말이에요." in text
        assert all(f'name="{name}"' not in text for name in SPELLED_FIELDS)
        assert "삭제</a>" not in text

    def test_a_writer_still_notes_where_it_was_heard(self, writer: Client) -> None:
        phrase = make_phrase(review_state="withheld")

        writer.post(page(phrase), row_form(phrase, remarks="다시 물어봄", phrase="하녕"))

        phrase.refresh_from_db()
        assert (phrase.remarks, phrase.phrase) == ("다시 물어봄", "하영")
        assert phrase.review_state == "withheld"

    def test_a_reviewer_respells_it(self, reviewer: Client) -> None:
        phrase = make_phrase(review_state="withheld")

        reviewer.post(page(phrase), row_form(phrase, phrase="하녕"))

        phrase.refresh_from_db()
        assert (phrase.phrase, phrase.review_state) == ("하녕", "withheld")

    def test_deleting_many_names_those_that_stay(self, writer: Client) -> None:
        keys = [make_phrase().pk, make_phrase("모심", review_state="withheld").pk]
        form = {"action": "delete_selected", "_selected_action": keys}

        text = writer.post(LIST, form).content.decode()

        assert "&#x27;모심&#x27;: 쓰지 않기로 한 말은 감수하는 이만 지울 수 있어요." in text
        assert "&#x27;하영&#x27;: 쓰지 않기로" not in text
        assert writer.post(LIST, form | {"post": "yes"}).status_code == 403
        assert JejuPhrase.objects.count() == 2

    def test_deleting_others_is_as_it_was(self, writer: Client) -> None:
        keys = [make_phrase().pk, make_phrase("모심", review_state="unreviewed").pk]

        writer.post(LIST, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})

        assert not JejuPhrase.objects.exists()

    def test_who_writes_and_reviews_may_delete_it(self, client: Client) -> None:
        phrase = make_phrase(review_state="withheld")
        verbs = ("view", "change", "delete", "review")
        client.force_login(make_staff("both", *(f"{verb}_jejuphrase" for verb in verbs)))

        client.post(reverse("admin:persona_jejuphrase_delete", args=[phrase.pk]), {"post": "yes"})

        assert not JejuPhrase.objects.exists()


class TestWhereUsed:
    def test_shows_what_goes_out_now_and_after_publishing(self, writer: Client) -> None:
        make_live_revision()
        phrase = JejuPhrase.objects.get()
        JejuPhrase.objects.update(standard_korean="아주 많이", pronunciation_hint="하녕")

        text = writer.get(page(phrase)).content.decode()

        assert "지금 나가는 1판" in text
        assert "<td>하영 = 많이</td>" in text
        assert "<td>하영 = 아주 많이</td>" in text
        assert "<td>- 하영: 하녕</td>" in text

    def test_a_word_that_waits_goes_nowhere(self, writer: Client) -> None:
        make_publishable_persona()
        phrase = make_phrase("모심", review_state="unreviewed", in_instructions=True)

        text = writer.get(page(phrase)).content.decode()

        assert "감수를 마치지 않은 말은 어디에도 나가지 않아요." in text
        assert "모심 =" not in text

    def test_names_the_texts_that_say_the_word(self, writer: Client) -> None:
        persona = make_publishable_persona(greeting="혼저옵서예. 저는 AI예요.")
        persona.sections.filter(title="8. 금지").update(body="'혼저옵서예'를 되풀이하지 않는다.")
        phrase = make_phrase("혼저옵서예")

        text = writer.get(page(phrase)).content.decode()

        assert "첫인사, 8. 금지" in text


class TestReview:
    def review(self, client: Client, phrase: JejuPhrase, state: str) -> Any:
        url = reverse("admin:persona_jejuphrase_review", args=[phrase.pk])
        return client.post(url, {"state": state})

    def test_leads_from_one_word_to_the_next_chosen_ones_first(self, reviewer: Client) -> None:
        first = make_phrase("하영", review_state="unreviewed")
        later = make_phrase("가슴", review_state="unreviewed")
        chosen = make_phrase("모심", review_state="unreviewed", in_instructions=True)

        assert self.review(reviewer, first, "reviewed").headers["Location"] == page(chosen)
        assert self.review(reviewer, chosen, "reviewed").headers["Location"] == page(later)
        assert self.review(reviewer, later, "withheld").headers["Location"] == LIST
        assert list(JejuPhrase.objects.order_by("pk").values_list("review_state", flat=True)) == [
            "reviewed",
            "withheld",
            "reviewed",
        ]

    def test_says_who_did_it_on_the_words_own_history(self, reviewer: Client) -> None:
        phrase = make_phrase(review_state="unreviewed")

        self.review(reviewer, phrase, "reviewed")

        history = reviewer.get(reverse("admin:persona_jejuphrase_history", args=[phrase.pk]))
        assert "감수: 감수 마침" in history.content.decode()
        assert LogEntry.objects.get().action_time <= timezone.now()

    def test_withholding_stops_teaching(self, reviewer: Client) -> None:
        phrase = make_phrase(in_instructions=True)

        self.review(reviewer, phrase, "withheld")

        phrase.refresh_from_db()
        assert (phrase.review_state, phrase.in_instructions) == ("withheld", False)

    def test_many_at_once_from_the_list(self, reviewer: Client) -> None:
        keys = [make_phrase(word, review_state="unreviewed").pk for word in ("하영", "모심")]

        reviewer.post(LIST, {"action": "mark_reviewed", "_selected_action": keys})

        assert JejuPhrase.objects.reviewed().count() == 2

    def test_is_for_reviewers(self, writer: Client, client: Client) -> None:
        phrase = make_phrase(review_state="unreviewed")

        assert self.review(writer, phrase, "reviewed").status_code == 403
        assert self.review(client, phrase, "reviewed").status_code == 302
        writer.post(LIST, {"action": "mark_reviewed", "_selected_action": [phrase.pk]})
        assert "감수 마침, 다음 말로" not in writer.get(page(phrase)).content.decode()
        assert not JejuPhrase.objects.reviewed().exists()

    def test_of_an_unknown_state_or_word_is_not_found(self, reviewer: Client) -> None:
        phrase = make_phrase()

        assert self.review(reviewer, phrase, "perhaps").status_code == 404
        phrase.pk = 9999
        assert self.review(reviewer, phrase, "reviewed").status_code == 404
        url = reverse("admin:persona_jejuphrase_review", args=[1])
        assert reviewer.get(url).status_code == 405
