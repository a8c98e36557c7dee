"""Importing the glossary's CSV: the preview, the bad lines, all or nothing."""

import time
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import DatabaseError
from django.test import Client

from persona.glossary.csv_resource import GlossaryResource
from persona.models import JejuPhrase
from persona.seeding import seed
from tests.persona.factories import NOON, make_phrase, make_staff
from tests.persona.glossary.tables import (
    EXPORT,
    IMPORT,
    PROCESS,
    bring_in,
    confirm,
    csv_bytes,
    preview,
    two_thousand,
)

pytestmark = pytest.mark.django_db

HEAD = "번호,제주어(요즘 표기),표준어 뜻,갈래,감수,지시문에 넣기"


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(
        make_staff("writer", "view_jejuphrase", "add_jejuphrase", "change_jejuphrase")
    )
    return client


def reasons(response: Any) -> list[tuple[int, str]]:
    return [(line.number, " ".join(line.reasons)) for line in response.context["outcome"].bad]


class TestTwoThousandRows:
    def test_are_previewed_in_time_with_every_bad_one_named(self, admin_client: Client) -> None:
        make_phrase()
        started = time.process_time()  # what it costs, however busy the machine is with others

        response = preview(admin_client, two_thousand(bad=40))
        page = response.content.decode()

        assert time.process_time() - started < 5
        outcome = response.context["outcome"]
        assert (len(outcome.new), len(outcome.changed), len(outcome.bad)) == (1960, 0, 40)
        assert all(reason for _number, reason in reasons(response))
        for number in range(0, 2000, 50):
            assert f'<tr class="bad"><th scope="row">{number + 2}</th>' in page
        assert JejuPhrase.objects.count() == 1

    def test_the_good_ones_come_in_when_they_are_confirmed(self, admin_client: Client) -> None:
        make_phrase()
        previewed = preview(admin_client, two_thousand(bad=40))

        response = confirm(admin_client, previewed)

        assert JejuPhrase.objects.count() == 1961
        assert "새 말 1960개를 들이고 0개를 고쳤어요." in response.content.decode()
        assert "뺀 줄 40개." in response.content.decode()


class TestRoundTrip:
    def test_what_was_exported_comes_in_as_no_change_to_the_byte(
        self, admin_client: Client
    ) -> None:
        seed(now=NOON)
        make_phrase("-ㅂ서", standard_korean="=1+1", remarks="'+82\r\n- 줄", usage_note='가,"나"')
        before = list(JejuPhrase.objects.order_by("pk").values())
        raw = admin_client.get(EXPORT).content

        previewed = preview(admin_client, raw)

        outcome = previewed.context["outcome"]
        assert (outcome.good, outcome.bad, outcome.unchanged) == (0, [], len(before))
        assert "confirm_form" not in previewed.context
        assert list(JejuPhrase.objects.order_by("pk").values()) == before
        assert admin_client.get(EXPORT).content == raw

    def test_a_row_that_was_taken_out_comes_back_the_same(self, admin_client: Client) -> None:
        phrase = make_phrase(
            "-ㅂ서", standard_korean="+1", remarks="'=x\r\ny", in_instructions=True
        )
        raw = admin_client.get(EXPORT).content
        JejuPhrase.objects.update(remarks="", standard_korean="-", in_instructions=False)

        bring_in(admin_client, raw)

        phrase.refresh_from_db()
        assert (phrase.standard_korean, phrase.remarks) == ("+1", "'=x\r\ny")
        assert phrase.in_instructions is True
        assert admin_client.get(EXPORT).content == raw

    def test_formulas_leave_as_text_and_spreadsheets_read_hangul(
        self, admin_client: Client
    ) -> None:
        make_phrase("=HYPERLINK(1)", standard_korean="@x", usage_note="-1", remarks="+1")

        raw = admin_client.get(EXPORT).content

        assert raw.startswith(b"\xef\xbb\xbf")
        cells = raw.decode("utf-8-sig").splitlines()[1].split(",")
        assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
        assert "'=HYPERLINK(1)" in cells

    def test_the_export_holds_what_the_list_shows(self, admin_client: Client) -> None:
        make_phrase("혼저", standard_korean="어서")
        make_phrase("하영", review_state="unreviewed")

        def words(query: str) -> list[str]:
            lines = admin_client.get(EXPORT + query).content.decode("utf-8-sig").splitlines()[1:]
            return [line.split(",")[1] for line in lines]

        assert words("") == ["혼저", "하영"]
        assert words("?q=ㅎㅈ") == ["혼저"]
        assert words("?review_state__exact=unreviewed") == ["하영"]


class TestLines:
    def test_a_number_changes_that_row_and_shows_how(self, admin_client: Client) -> None:
        phrase = make_phrase("하영")

        response = preview(
            admin_client, csv_bytes("번호,표준어 뜻,갈래", f"{phrase.pk},아주 많이,위로")
        )

        [line] = response.context["outcome"].changed
        assert [(one.label, one.before, one.after) for one in line.changes] == [
            ("표준어 뜻", "많이", "아주 많이"),
            ("갈래", "어찌말", "위로"),
        ]
        confirm(admin_client, response)
        phrase.refresh_from_db()
        assert (phrase.standard_korean, phrase.category) == ("아주 많이", "consolation")
        entry = LogEntry.objects.get(object_id=str(phrase.pk))
        assert "CSV로 고침" in entry.get_change_message()

    def test_without_a_number_word_and_meaning_say_which_row(self, admin_client: Client) -> None:
        phrase = make_phrase("하영")

        bring_in(admin_client, csv_bytes("phrase,standard_korean,english", "하영,많이,a lot"))

        phrase.refresh_from_db()
        assert phrase.english == "a lot"
        assert JejuPhrase.objects.count() == 1

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("9999,모심,마음,인사,,", "9999번 말이 없어요"),
            (",ᄒᆞᆫ저,어서,인사,,", "옛한글이 들어 있어요: ᄒᆞᆫ저"),
            (",모심,,인사,,", "표준어 뜻: 이 필드는 빈 칸으로 둘 수 없습니다"),
            (",모심,마음,인삿,,", "갈래: '인삿'을(를) 몰라요"),
            (",모심,마음,인사,,아마", "'예'나 '아니오'로"),
            (",모심,마음,인사,쓰지 않음,예", "쓰지 않기로 한 말은"),
            (f",{'가' * 61},마음,인사,,", "60"),
            (",하영,많이 ,인사,,,넘치는 칸", "칸이 6개보다 많아요"),
            (",허영,많이,인사,,", "같은 말이 같은 뜻으로 이미 있어요"),
        ],
    )
    def test_a_bad_line_is_named_with_its_reason(
        self, admin_client: Client, line: str, reason: str
    ) -> None:
        make_phrase("하영", old_spelling="ᄒᆞ영")

        response = preview(admin_client, csv_bytes(HEAD, line))

        [(number, said)] = reasons(response)
        assert number == 2
        assert reason in said
        assert "confirm_form" not in response.context
        assert JejuPhrase.objects.count() == 1

    def test_a_second_line_of_the_same_word_is_named(self, admin_client: Client) -> None:
        phrase = make_phrase("하영")

        response = preview(
            admin_client,
            csv_bytes(
                HEAD,
                f"{phrase.pk},하영,많이,위로,,",
                f"{phrase.pk},하영,아주,위로,,",
                ",모심,마음,위로,,",
                ",모심,마음,인사,,",
            ),
        )

        assert reasons(response) == [
            (3, "2번째 줄이 이미 같은 말을 고쳐요."),
            (5, "제주어(요즘 표기): '모심'(마음)와(과) 같은 말이 같은 뜻으로 이미 있어요. "
             "새로 만들지 말고 그 줄을 고쳐 주세요."),
        ]  # fmt: skip

    def test_the_same_word_with_another_meaning_may_come_and_is_pointed_out(
        self, admin_client: Client
    ) -> None:
        make_phrase("보름", standard_korean="바람")

        response = preview(admin_client, csv_bytes(HEAD, ",보름,보름날,자연,,"))

        [line] = response.context["outcome"].new
        assert line.same_words == ("보름 = 바람",)

    def test_a_file_that_is_no_glossary_is_refused_in_words(self, admin_client: Client) -> None:
        response = preview(admin_client, "제주어(요즘 표기)\n하영".encode("cp949"))

        assert response.status_code == 200
        assert "UTF-8로 저장한 파일이 아니에요" in response.content.decode()


class TestReview:
    def test_a_writer_changes_no_review(self, writer: Client) -> None:
        make_phrase("하영", review_state="unreviewed")

        response = preview(writer, csv_bytes(HEAD, ",하영,많이,어찌말,감수 마침,"))

        assert reasons(response) == [(2, "감수: 감수는 감수하는 이만 바꿀 수 있어요.")]

    def test_a_writers_new_meaning_goes_back_for_review(self, writer: Client) -> None:
        phrase = make_phrase("하영", in_instructions=True)

        bring_in(writer, csv_bytes("번호,표준어 뜻", f"{phrase.pk},아주 많이"))

        phrase.refresh_from_db()
        assert (phrase.review_state, phrase.in_instructions) == ("unreviewed", True)

    @pytest.mark.parametrize(
        ("label", "cell"),
        [("제주어(요즘 표기)", "하녕"), ("옛 표기(아래아)", "ᄒᆞ영"), ("표준어 뜻", "아주")],
    )
    def test_a_writer_respells_no_withheld_word(
        self, writer: Client, label: str, cell: str
    ) -> None:
        phrase = make_phrase("하영", review_state="withheld")

        response = preview(writer, csv_bytes(f"번호,{label},덧붙임", f"{phrase.pk},{cell},들음"))

        assert reasons(response) == [
            (2, f"{label}: 쓰지 않기로 한 말은 감수하는 이만 고칠 수 있어요.")
        ]

    def test_a_writer_notes_something_on_a_withheld_word(self, writer: Client) -> None:
        phrase = make_phrase("하영", review_state="withheld")

        bring_in(writer, csv_bytes("번호,제주어(요즘 표기),덧붙임", f"{phrase.pk},하영,들음"))

        phrase.refresh_from_db()
        assert (phrase.remarks, phrase.review_state) == ("들음", "withheld")

    def test_a_reviewer_respells_a_withheld_word(self, writer: Client) -> None:
        phrase = make_phrase("하영", review_state="withheld")
        user = User.objects.get(username="writer")
        user.user_permissions.add(Permission.objects.get(codename="review_jejuphrase"))

        bring_in(writer, csv_bytes("번호,제주어(요즘 표기)", f"{phrase.pk},하녕"))

        phrase.refresh_from_db()
        assert (phrase.phrase, phrase.review_state) == ("하녕", "withheld")

    def test_a_reviewer_keeps_it(self, writer: Client) -> None:
        phrase = make_phrase("하영")
        user = User.objects.get(username="writer")
        user.user_permissions.add(Permission.objects.get(codename="review_jejuphrase"))

        bring_in(writer, csv_bytes("번호,표준어 뜻", f"{phrase.pk},아주 많이"))

        phrase.refresh_from_db()
        assert phrase.review_state == "reviewed"


class TestConfirming:
    def test_needs_the_preview_of_the_same_person(
        self, admin_client: Client, writer: Client
    ) -> None:
        previewed = preview(admin_client, csv_bytes(HEAD, ",모심,마음,인사,,"))

        response = confirm(writer, previewed)

        assert "미리 보기가 오래되었어요" in response.content.decode()
        assert not JejuPhrase.objects.exists()

    def test_of_something_else_imports_nothing(self, admin_client: Client) -> None:
        for payload in ("", "forged", "forged:1abc:xyz"):
            response = admin_client.post(PROCESS, {"payload": payload}, follow=True)
            assert "미리 보기가 오래되었어요" in response.content.decode()
        assert not JejuPhrase.objects.exists()

    def test_is_all_or_nothing_when_something_breaks(
        self, admin_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        previewed = preview(admin_client, csv_bytes(HEAD, ",모심,마음,인사,,", ",하영,많이,인사,,"))
        save = GlossaryResource.save_instance

        def breaks_at_the_second(
            self: Any, instance: JejuPhrase, *args: Any, **kwargs: Any
        ) -> None:
            save(self, instance, *args, **kwargs)
            if instance.phrase == "하영":
                raise DatabaseError("the disk is full")

        monkeypatch.setattr(GlossaryResource, "save_instance", breaks_at_the_second)

        response = confirm(admin_client, previewed)

        assert "아무것도 바뀌지 않았어요" in response.content.decode()
        assert not JejuPhrase.objects.exists()


class TestPermission:
    def test_who_may_not_write_may_not_import(self, client: Client) -> None:
        client.force_login(make_staff("reader", "view_jejuphrase"))

        assert client.get(IMPORT).status_code == 403
        assert preview(client, b"phrase\nx").status_code == 403
        assert client.post(PROCESS, {"payload": "x"}).status_code == 403
        assert client.get(EXPORT).status_code == 200

    def test_who_may_not_look_may_not_export(self, client: Client) -> None:
        client.force_login(make_staff("other", "view_flower"))

        assert client.get(EXPORT).status_code == 403

    def test_strangers_are_sent_to_sign_in(self, client: Client) -> None:
        for url in (IMPORT, EXPORT, PROCESS):
            assert client.get(url).status_code == 302
