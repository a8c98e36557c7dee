"""A member of staff with a real Chromium, in the admin."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, expect

from tests.browser.house import ROOT, House

PASSWORD = "꽃밭-열쇠-1234"
_AXE = ROOT / "tests/js/node_modules/axe-core/axe.min.js"

_MEMBER = """
from django.contrib.auth.models import Group, User
from django.utils import timezone
from persona.models import CrisisLine
CrisisLine.objects.update(verified_on=timezone.localdate())  # whenever this test is run
member, _ = User.objects.get_or_create(username={name!r}, defaults={{"is_staff": True}})
member.set_password({password!r})
member.is_superuser = {is_superuser}
member.save()
member.groups.set(Group.objects.filter(name__in={groups!r}))
"""

_WITNESS = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""

# What a reader of axe's report needs, and no more.
_JUDGE = """
async () => {
  const report = await axe.run(document, { resultTypes: ["violations"], preload: false });
  return report.violations.map(({ id, nodes }) =>
    `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 4).join(" | ")}`);
}
"""


class Editor:
    """One page of a member of staff, and what went wrong on it."""

    def __init__(self, context: BrowserContext, house: House) -> None:
        self.context = context
        self.house = house
        self.complaints: list[str] = []
        context.add_init_script(_WITNESS)
        self.page = context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def sign_in(self, name: str, groups: Iterable[str] = (), *, is_superuser: bool = False) -> None:
        """Make the account, and come in by the door."""
        make = _MEMBER.format(
            name=name, password=PASSWORD, groups=list(groups), is_superuser=is_superuser
        )
        self.house.manage("shell", "--no-imports", "-c", make)
        self.go("/admin/")
        self.page.get_by_label("사용자 이름").fill(name)
        self.page.get_by_label("비밀번호").fill(PASSWORD)
        self.press("들어가기")
        expect(self.page.get_by_role("heading", name="무엇을 할까요?")).to_be_visible()

    def go(self, path: str) -> None:
        self.page.goto(f"{self.house.web}{path}")

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    def follow(self, label: str) -> None:
        self.page.get_by_role("link", name=label, exact=True).first.click()

    def section(self, title: str) -> Locator:
        """The text of a section on the persona's page."""
        row = self.page.locator(".inline-related", has_text=title).first
        return row.get_by_label("내용", exact=False)

    def says(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def violations(self) -> list[str]:
        """What the content policy stopped on this page."""
        found: list[str] = self.page.evaluate("() => window.__violations")
        return found

    def judge(self) -> list[str]:
        """What axe has against this page. It comes in past the content policy, as a debugger."""
        debugger = self.context.new_cdp_session(self.page)
        source: dict[str, Any] = {"expression": _AXE.read_text("utf-8")}
        debugger.send("Runtime.evaluate", source)
        found: list[str] = self.page.evaluate(_JUDGE)
        debugger.detach()
        return found

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)
