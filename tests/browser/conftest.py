import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.house import House, open_house
from tests.browser.microphone import write_microphone
from tests.browser.visitor import Visitor

CHROMIUM = "/usr/bin/chromium"

# Playwright's sync API runs an event loop in this thread; Django must not take it for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SetMicrophone = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="session")
def running_house(folder: Path) -> Iterator[House]:
    house = open_house(folder)
    yield house
    house.stop()


@pytest.fixture
def house(running_house: House) -> Iterator[House]:
    """The house, with no fault left over and open by hand."""
    running_house.clear_faults()
    yield running_house
    running_house.clear_faults()


@pytest.fixture(scope="session")
def microphone_file(folder: Path) -> Path:
    path = folder / "microphone.wav"
    write_microphone(path, 2.0)
    return path


@pytest.fixture(autouse=True)
def _quiet_microphone(microphone_file: Path) -> None:
    """What an earlier test said is not said again in this one."""
    write_microphone(microphone_file, 2.0)


@pytest.fixture
def set_microphone(microphone_file: Path) -> SetMicrophone:
    """Say what the next microphone hears: sentences and pauses."""

    def set_to(*parts: str | float) -> None:
        write_microphone(microphone_file, *parts)

    return set_to


@pytest.fixture(scope="session")
def chromium(microphone_file: Path) -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail("Chromium is missing. Debian: apt-get install chromium fonts-nanum")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-audio-capture={microphone_file}",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, house: House) -> Iterator[Visitor]:
    """A visitor on a phone. No console error and no CSP violation may be left at the end."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="ko-KR", permissions=["microphone"]
    )
    visitor = Visitor(context.new_page(), house.web)
    yield visitor
    violations = visitor.violations()
    context.close()
    assert not visitor.complaints
    assert not violations
