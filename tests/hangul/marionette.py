"""Firefox, driven by the Marionette protocol it speaks itself: no driver, no package.

One TCP connection; each message is its length in bytes, a colon and a JSON array. Protocol 3 of
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_FIREFOX = "/usr/bin/firefox-esr"
_START_SECONDS = 60.0
_ANSWER_SECONDS = 30.0
_PREFERENCES: dict[str, object] = {
    "marionette.port": 0,  # any free one; written to MarionetteActivePort
    "focusmanager.testmode": True,  # the window counts as focused though there is no desktop
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.server": "",
    "app.update.disabledForTesting": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "extensions.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "services.settings.server": "data:,",  # remote settings: nothing leaves this machine
    "media.autoplay.default": 0,
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "ui.prefersReducedMotion": 1,  # what is drawn costs more here than all the keys
}


class Refused(Exception):
    """Firefox answered a command with an error."""


class Marionette:
    """One session. Commands wait for their answer; raises `Refused`, or OSError when it is gone."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), _ANSWER_SECONDS)
        self._received = b""
        self._last_id = 0
        self._receive()  # its greeting
        self.command("WebDriver:NewSession", capabilities={"alwaysMatch": {}})

    def command(self, name: str, **parameters: Any) -> Any:
        self._last_id += 1
        message = json.dumps([0, self._last_id, name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _kind, _id, error, result = self._receive()
        if error:
            raise Refused(f"{name}: {error['error']}: {error['message']}")
        return result

    def use_context(self, name: str) -> None:
        """Choose where scripts run: `content`, the page, or `chrome`, the browser around it."""
        self.command("Marionette:SetContext", value=name)

    def script(self, text: str, *arguments: object) -> Any:
        answer = self.command("WebDriver:ExecuteScript", script=text, args=list(arguments))
        return answer["value"]

    def click(self, selector: str) -> None:
        """Click as a person does; the page's own context only."""
        found = self.command("WebDriver:FindElement", using="css selector", value=selector)
        (element,) = found["value"].values()
        self.command("WebDriver:ElementClick", id=element)

    def _receive(self) -> Any:
        while b":" not in self._received:
            self._read()
        length, _, _ = self._received.partition(b":")
        start = len(length) + 1
        end = start + int(length)
        while len(self._received) < end:
            self._read()
        message, self._received = self._received[start:end], self._received[end:]
        return json.loads(message)

    def _read(self) -> None:
        chunk = self._socket.recv(65536)
        if not chunk:
            raise ConnectionError("Firefox closed the connection")
        self._received += chunk


@contextmanager
def firefox(folder: Path) -> Iterator[Marionette]:
    """Start a headless Firefox with a new profile under `folder`; stopped at the end."""
    if not Path(_FIREFOX).exists():
        raise RuntimeError("Firefox is missing. Debian: apt-get install firefox-esr fonts-nanum")
    profile = folder / "firefox"
    profile.mkdir()
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in _PREFERENCES.items())
    (profile / "user.js").write_text("\n".join(lines))
    with (folder / "firefox.log").open("wb") as log:
        process = subprocess.Popen(
            [_FIREFOX, "--headless", "--no-remote", "--profile", str(profile),
             # The second lets a session into the browser's own context.
             "-marionette", "-remote-allow-system-access"],
            env={**os.environ, "HOME": str(folder)}, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield Marionette(_port(profile, process))
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    written = profile / "MarionetteActivePort"
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"Firefox ended at once with code {process.returncode}")
        if written.exists() and (text := written.read_text()):
            return int(text)
        time.sleep(0.1)
    raise RuntimeError(f"Firefox was not ready within {_START_SECONDS:.0f} s")
