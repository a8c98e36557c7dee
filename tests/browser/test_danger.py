"""Signs of danger in what a visitor says: how soon the help stands there, and what is kept."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import SetMicrophone
from tests.browser.house import House, eventually
from tests.browser.visitor import Visitor

# When the transcript reached the page, and when the panel stood: in the page's own milliseconds.
_WATCH = """
(() => {
  window.__danger = { heard: 0, shown: 0 };
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    createDataChannel(...args) {
      const channel = super.createDataChannel(...args);
      channel.addEventListener("message", ({ data }) => {
        if (JSON.parse(data).type === "conversation.item.input_audio_transcription.completed")
          __danger.heard ||= performance.now();
      });
      return channel;
    }
  };
  addEventListener("keydown", ({ key }) => {
    if (key === "Enter") __danger.heard ||= performance.now();
  }, true);
  addEventListener("DOMContentLoaded", () => {
    const panel = document.querySelector("[data-role=help]");
    new MutationObserver(() => requestAnimationFrame(() => {
      if (!panel.hidden) __danger.shown ||= performance.now();
    })).observe(panel, { attributes: true });
  });
})();
"""
# Only the published list knows these, so it must have come.
SPOKEN = "버틸 힘이 하나도 안 남았어요"
TYPED = "더 이상 살 의미가 없어요"
_COUNTS = """
from conversations.models import Conversation
print(Conversation.objects.latest("started_at").crisis)
"""


def waited(guest: Visitor) -> float:
    """Milliseconds from the words to the panel in front of the visitor."""
    panel = guest.page.locator("[data-role=help]")
    expect(panel).to_be_visible()
    expect(panel.get_by_role("link", name="109")).to_have_attribute("href", "tel:109")
    marks = guest.page.evaluate("__danger")
    return float(marks["shown"] - marks["heard"])


def test_help_stands_at_once_when_danger_is_spoken_and_only_that_is_kept(
    visitor: Visitor, house: House, set_microphone: SetMicrophone, folder: Path
) -> None:
    visitor.page.add_init_script(_WATCH)
    house.fault("transcript", text=SPOKEN)
    set_microphone(9.0, "버틸 힘이 남지 않았어요", 20.0)
    visitor.begin()
    expect(visitor.page.locator("[data-speaker=visitor]")).to_contain_text(SPOKEN, timeout=40_000)

    assert waited(visitor) < 500

    visitor.button("stop").click()
    visitor.expect_phase("ended")
    eventually(
        lambda: house.manage("shell", "--no-imports", "-c", _COUNTS).strip() == "1",
        "the visit's one sign of danger in the database",
    )
    kept = [path for path in folder.rglob("*") if path.is_file() and "rehears" not in path.name]
    assert [path for path in kept if SPOKEN.encode() in path.read_bytes()] == []


def test_help_stands_at_once_when_the_network_is_gone(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    visitor.page.add_init_script(_WATCH)
    set_microphone(2.0)
    visitor.come_in()
    visitor.button("start-text").click()
    visitor.expect_phase("live")
    visitor.expect_floor("listening", 30)
    house.fault("drop_call")
    visitor.page.context.set_offline(True)
    visitor.expect_phase("reconnecting")

    visitor.type(TYPED)

    assert waited(visitor) < 500
    # There is nobody to send them to; they are not lost.
    expect(visitor.page.locator("[data-role=text]")).to_have_value(TYPED)
    visitor.page.context.set_offline(False)
    visitor.complaints.clear()  # Chromium reports each request that found no network


def test_a_sign_of_danger_is_told_to_those_who_do_not_see_the_panel(visitor: Visitor) -> None:
    page = visitor.page
    told = page.get_by_role("alert").filter(has_text="화면 맨 위에 도움 전화")
    visitor.come_in()
    visitor.button("help").click()
    expect(page.get_by_role("region", name="지금 사람과")).to_be_visible()
    expect(told).to_have_count(0)
    page.get_by_role("button", name="접기").click()
    visitor.button("start-text").click()
    visitor.expect_phase("live")
    visitor.expect_floor("listening", 30)

    visitor.type("죽고 싶어요")

    expect(told).to_have_count(1)
    expect(page.get_by_role("region", name="지금 사람과")).to_be_visible()
    # Whoever is writing goes on writing.
    expect(page.get_by_role("textbox")).to_be_focused()
