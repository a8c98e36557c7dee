"""`python -m tests.garden pictures|lighthouse|effort|phases`: how the garden looks, what it costs.

Each stands a house of its own up on free ports and stops it again.
"""

import argparse
import os
import tempfile
from pathlib import Path

# Playwright's sync API runs an event loop in this thread; Django must not take it for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.house import open_house
from tests.browser.microphone import write_microphone
from tests.garden import effort, lighthouse, phases, pictures


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.garden", description=__doc__)
    parser.add_argument("command", choices=("pictures", "lighthouse", "effort", "phases"))
    parser.add_argument("--only", default="", help="pictures whose name holds this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sarado-garden-") as name:
        folder = Path(name)
        house = open_house(folder)
        try:
            microphone = folder / "microphone.wav"
            spoken = (2.0,) if options.command == "pictures" else effort.MICROPHONE
            write_microphone(microphone, *spoken)
            if options.command == "lighthouse":
                raise SystemExit(lighthouse.judge(house, microphone))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM,
                    args=[
                        "--use-fake-ui-for-media-stream",
                        "--use-fake-device-for-media-stream",
                        f"--use-file-for-fake-audio-capture={microphone}",
                    ],
                )
                if options.command == "phases":
                    raise SystemExit(phases.judge(browser, house, options.only))
                if options.command == "effort":
                    raise SystemExit(effort.measure(browser, house))
                taken = pictures.take_all(browser, house, options.only)
                browser.close()
            print(f"{len(taken)} pictures in {pictures.FOLDER}")
        finally:
            house.stop()


if __name__ == "__main__":
    main()
