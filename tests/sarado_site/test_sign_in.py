"""How staff come in: passwords, a lock on guessing, and a second factor for who wants one."""

import io
import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from conversations.sweeps import sweep

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
PASSWORD = "꽃밭-열쇠-1234"


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("글쓴이", password=PASSWORD, is_staff=True)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def sign_in(client: Client, password: str = PASSWORD, token: str = "") -> int:
    form = {"username": "글쓴이", "password": password, "otp_token": token, "next": "/admin/"}
    return client.post(LOGIN, form).status_code


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def number_of(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time()
    return f"{totp.token():06}"


class TestPassword:
    def test_lets_in_and_is_kept_as_argon2(self, client: Client, editor: User) -> None:
        assert editor.password.startswith("argon2$argon2id$")

        assert sign_in(client) == 302
        assert is_in(client)

    def test_wrong_ones_close_the_door_for_a_while_and_say_so(
        self, client: Client, editor: User, clock: time_machine.Traveller
    ) -> None:
        for _ in range(4):
            assert sign_in(client, "틀림") == 200
        answer = client.post(LOGIN, {"username": "글쓴이", "password": "틀림"})
        assert answer.status_code == 429
        assert "15분 뒤에 다시 들어올 수 있어요" in answer.content.decode()

        assert sign_in(client) == 429  # the right one, too late

        clock.shift(timedelta(minutes=15, seconds=1))
        assert sign_in(client) == 302

    def test_guessing_from_one_place_locks_nobody_out_elsewhere(
        self, client: Client, editor: User
    ) -> None:
        for _ in range(5):
            sign_in(client, "틀림")

        elsewhere = Client(REMOTE_ADDR="192.0.2.7")

        form = {"username": "글쓴이", "password": PASSWORD}
        assert elsewhere.post(LOGIN, form, secure=True).status_code == 302

    def test_another_address_of_the_same_line_is_the_same_place(self, editor: User) -> None:
        form = {"username": "글쓴이", "password": "틀림"}
        for number in range(4):
            guesser = Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}")
            assert guesser.post(LOGIN, form, secure=True).status_code == 200

        fifth = Client(REMOTE_ADDR="2001:db8:1:2:a:b:c:d")
        assert fifth.post(LOGIN, form, secure=True).status_code == 429

    def test_a_session_ends_after_a_day_s_work(
        self, client: Client, editor: User, clock: time_machine.Traveller
    ) -> None:
        sign_in(client)
        clock.shift(timedelta(hours=11, minutes=59))
        assert is_in(client)

        clock.shift(timedelta(minutes=2))

        assert not is_in(client)

    def test_what_is_typed_is_never_logged(
        self, client: Client, editor: User, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level("DEBUG"):
            for _ in range(6):
                sign_in(client, "틀린-비밀번호")

        assert "틀린-비밀번호" not in caplog.text

    def test_who_guesses_is_in_no_log_and_in_no_backup(
        self, editor: User, written_log: io.StringIO
    ) -> None:
        guesser = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Browser/7 of a person")
        form = {"username": "글쓴이", "password": "틀림", "otp_token": "864209"}
        answers = [guesser.post(LOGIN, form, secure=True).status_code for _ in range(6)]

        assert answers == [200] * 4 + [429] * 2
        kept = str(AccessAttempt.objects.values().get())
        logged = written_log.getvalue()
        assert "login failure" in logged
        for fact in ("203.0.113.77", "Browser/7", "864209"):
            assert fact not in kept
            assert fact not in logged

    def test_guesses_are_forgotten_when_the_door_is_open_again(
        self, client: Client, editor: User, clock: time_machine.Traveller
    ) -> None:
        for _ in range(5):
            sign_in(client, "틀림")
        clock.shift(timedelta(minutes=14))
        sweep(now=timezone.now())
        assert sign_in(client) == 429

        clock.shift(timedelta(minutes=1))
        sweep(now=timezone.now())

        assert not AccessAttempt.objects.exists()


class TestSecondFactor:
    page = "/admin/second-factor/"

    @pytest.fixture
    def device(self, client: Client, editor: User, clock: time_machine.Traveller) -> TOTPDevice:
        """Set up as a member does: a picture, and the number the phone shows."""
        sign_in(client)
        page = client.get(self.page).content.decode()
        assert re.search(r'src="data:image/svg\+xml;base64,', page)
        device = TOTPDevice.objects.get(user=editor)
        client.post(self.page, {"otp_token": number_of(device)})
        device.refresh_from_db()
        assert device.confirmed
        clock.shift(timedelta(seconds=60))
        return device

    def test_whoever_set_it_up_stays_in(self, client: Client, device: TOTPDevice) -> None:
        assert is_in(client)

    def test_a_wrong_number_sets_nothing_up(self, client: Client, editor: User) -> None:
        sign_in(client)
        client.get(self.page)

        page = client.post(self.page, {"otp_token": "000000"}).content.decode()

        assert "맞지 않아요" in page
        assert not TOTPDevice.objects.filter(confirmed=True).exists()

    def test_the_password_alone_is_not_enough_then(self, device: TOTPDevice) -> None:
        stranger = Client()

        assert sign_in(stranger) == 200
        assert not is_in(stranger)

    def test_the_number_lets_in_once(self, device: TOTPDevice) -> None:
        number = number_of(device)
        owner, eavesdropper = Client(), Client()

        assert sign_in(owner, token=number) == 302
        assert is_in(owner)
        assert sign_in(eavesdropper, token=number) == 200

    def test_a_session_without_it_is_not_in(self, editor: User, device: TOTPDevice) -> None:
        stolen = Client()
        stolen.force_login(editor)

        assert not is_in(stolen)
        assert stolen.get(self.page).status_code == 302

    def test_guessing_numbers_makes_one_wait(
        self, device: TOTPDevice, clock: time_machine.Traveller
    ) -> None:
        guesser = Client()
        sign_in(guesser, token="000000")

        assert sign_in(guesser, token=number_of(device)) == 200

        clock.shift(timedelta(seconds=30))
        assert sign_in(guesser, token=number_of(device)) == 302

    def test_is_taken_away_with_its_number(
        self, client: Client, editor: User, device: TOTPDevice
    ) -> None:
        client.post(self.page, {"otp_token": number_of(device)})

        assert not TOTPDevice.objects.filter(user=editor, confirmed=True).exists()
        assert sign_in(Client()) == 302

    def test_a_lost_phone_is_forgotten_by_command(self, device: TOTPDevice) -> None:
        call_command("forget_second_factor", "글쓴이", verbosity=0)

        assert sign_in(Client()) == 302
        with pytest.raises(CommandError):
            call_command("forget_second_factor", "nobody")

    def test_those_without_one_are_not_asked(self, client: Client, editor: User) -> None:
        assert sign_in(client) == 302
