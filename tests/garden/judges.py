"""What judges a page of the garden: axe, and the pixels behind every word."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import av
import numpy
from playwright.sync_api import Page

from tests.browser.house import ROOT

_AXE = ROOT / "tests/js/node_modules/axe-core/axe.min.js"
_RUN = """
async () => {
  const report = await axe.run(document, { resultTypes: ["violations"], preload: false });
  return report.violations.map(({ id, help, nodes }) =>
    ({ id, help, nodes: nodes.map(({ target, html }) => `${target} ${html.slice(0, 120)}`) }));
}
"""
# Every line of visible text, with its colour; the text itself is then made invisible.
_TEXTS = """
() => {
  const lines = [];
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!node.data.trim() || !shown) continue;
    if (element.closest(".unseen, script, noscript")) continue;
    const style = getComputedStyle(element);
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = style.color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    const range = document.createRange();
    range.selectNodeContents(node);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    for (const box of range.getClientRects()) {
      const x = box.x + box.width / 2, y = box.y + box.height / 2;
      if (box.width < 4 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
      // What lies under something else, or is scrolled away, is not read. Nor is a line that has
      // begun to fade at the upper edge of the captions: 1.5 root letters (captions.css).
      const list = element.closest(".captions, .help");
      const edges = list?.getBoundingClientRect();
      const fade = list?.matches(".captions") ? 1.5 * rem : 0;
      if (edges && (y < edges.top || y > edges.bottom || box.top < edges.top + fade)) continue;
      const top = document.elementFromPoint(x, y);
      if (!top || !(element.contains(top) || top.contains(element))) continue;
      lines.push({ text: node.data.trim().slice(0, 30), colour: [red, green, blue], large,
                   box: [box.x, box.y, box.width, box.height].map(Math.round) });
    }
  }
  return lines;
}
"""
# Every line of text must be reachable: scrolled to, it lies in the window, inside all that clips
# it, and under nothing else.
_LOST = """
() => {
  const middle = ({ top, bottom }) => (top + bottom) / 2;
  const bringIn = (element, box) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (!/auto|scroll/.test(getComputedStyle(at).overflowY)) continue;
      at.scrollTop += middle(box()) - middle(at.getBoundingClientRect());
    }
    scrollBy({ top: middle(box()) - innerHeight / 2, behavior: "instant" });
    return box();
  };
  const lost = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!node.data.trim() || !shown) continue;
    if (element.closest(".unseen, script, noscript, [aria-hidden]")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const name = node.data.trim().slice(0, 30);
    for (let line = 0; line < range.getClientRects().length; line += 1) {
      // Line by line: the others of a long caption may lie beyond their list's edge meanwhile.
      const box = bringIn(element, () => range.getClientRects()[line]);
      if (box.width < 2) continue;
      if (box.left < -1 || box.right > innerWidth + 1) lost.push(`${name}: outside the window`);
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        if (getComputedStyle(at).overflowX === "visible") continue;
        const clip = at.getBoundingClientRect();
        if (box.left < clip.left - 1 || box.right > clip.right + 1) lost.push(`${name}: cut off`);
      }
      const x = box.x + box.width / 2, y = box.y + box.height / 2;
      if (y < 0 || y > innerHeight) {
        lost.push(`${name}: out of reach`);
        continue;
      }
      const top = document.elementFromPoint(x, y);
      if (top && !element.contains(top) && !top.contains(element)) {
        lost.push(`${name}: under ${top.className || top.tagName}`);
      }
    }
  }
  document.querySelector("main").scrollIntoView({ block: "start", behavior: "instant" });
  return [...new Set(lost)];
}
"""
_HIDE = (
    "*, *::before, *::after { color: transparent !important; text-shadow: none !important;"
    " animation-play-state: paused !important; transition: none !important; }"
    " ::placeholder { color: transparent !important; }"
)


@dataclass(frozen=True)
class Faint:
    """A line of text and the contrast it has at its worst place."""

    text: str
    ratio: float


def axe(page: Page) -> list[dict[str, Any]]:
    """Return what axe has against the page. It comes in past the content policy, as a debugger."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return found


def faint_texts(page: Page, least: float = 4.5) -> list[Faint]:
    """Return the lines of text below a contrast, measured on the pixels that lie behind them.

    The worst fiftieth of the pixels is left out: a star or a petal's edge behind one stroke of a
    letter hides nothing. Large text needs 3 (WCAG 2.2, 1.4.3).
    """
    lines: list[dict[str, Any]] = page.evaluate(_TEXTS)
    _hide(page)
    pixels = _pixels(page)
    page.evaluate("document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)")
    faint = []
    for line in lines:
        x, y, width, height = line["box"]
        part = pixels[max(0, y) : y + height, max(0, x) : x + width].reshape(-1, 3)
        if not len(part):
            continue
        behind = _luminance(part)
        ink = float(_luminance(numpy.array([line["colour"]]))[0])
        ratios = (numpy.maximum(behind, ink) + 0.05) / (numpy.minimum(behind, ink) + 0.05)
        ratio = float(numpy.percentile(ratios, 2))
        if ratio < (3.0 if line["large"] else least):
            faint.append(Faint(line["text"], round(ratio, 2)))
    return faint


def lost_texts(page: Page) -> list[str]:
    """Return the texts that are cut off, covered or beyond reach, each with the reason."""
    lost: list[str] = page.evaluate(_LOST)
    return lost


def _hide(page: Page) -> None:
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }",
        _HIDE,
    )


def _pixels(page: Page) -> Any:
    with av.open(BytesIO(page.screenshot(type="png", scale="css"))) as picture:
        frame = next(picture.decode(video=0))
    return frame.to_ndarray(format="rgb24").astype(numpy.float64)


def _luminance(colours: Any) -> Any:
    """Relative luminance of sRGB colours of 0 to 255 (WCAG 2.2)."""
    share = colours / 255
    linear = numpy.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ numpy.array([0.2126, 0.7152, 0.0722])
