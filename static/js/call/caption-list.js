/** Captions on the page: only what changed is touched, the newest stays in view. */
import { inOrder, isShown } from "./captions.js";
import { languageOf, make } from "../lib/dom.js";
import { meaningOf } from "./farewell.js";
/** @import { Caption } from "./types.d.ts" */
/** @import { Segment } from "./gloss.js" */

export class CaptionList {
  #root;
  #gloss;
  #words;
  /** @type {readonly Caption[]} */
  #shown = [];
  /** @type {Map<string, {element: HTMLElement, caption: Caption}>} */
  #rows = new Map();

  /** @param {HTMLElement} root @param {(text: string) => readonly Segment[]} gloss @param {Readonly<Record<string, string>>} words */
  constructor(root, gloss, words) {
    this.#root = root;
    this.#gloss = gloss;
    this.#words = words;
    root.addEventListener("click", ({ target }) => {
      if (target instanceof HTMLElement && target.matches(".gloss")) explain(target);
    });
    // What grows below takes the list's room, and the newest line is the one that is read.
    if (typeof ResizeObserver !== "undefined") new ResizeObserver(() => (root.scrollTop = root.scrollHeight)).observe(root);
  }

  /** @param {readonly Caption[]} captions */
  show(captions) {
    if (captions === this.#shown) return;
    this.#shown = captions;
    const visible = inOrder(captions).filter(isShown);
    const ids = new Set(visible.map(({ id }) => id));
    for (const [id, { element }] of this.#rows) {
      if (ids.has(id)) continue;
      element.remove();
      this.#rows.delete(id);
    }
    visible.forEach((caption, index) => {
      const element = this.#row(caption);
      if (this.#root.children[index] !== element) this.#root.insertBefore(element, this.#root.children[index] ?? null);
    });
    this.#root.scrollTop = this.#root.scrollHeight;
  }

  /** @param {Caption} caption */
  #row(caption) {
    const known = this.#rows.get(caption.id);
    if (known?.caption === caption) return known.element;
    const { id, speaker, text, progress } = caption;
    let element = known?.element ?? make("p", { class: "caption", "data-item": id }, [
      make("span", { class: "unseen" }, [`${this.#words[speaker] ?? ""}: `]), make("span"),
    ]);
    element.dataset["speaker"] = speaker;
    element.dataset["progress"] = progress;
    element.lang = languageOf(text);
    amend(/** @type {Element} */ (element.children[1]), this.#content(caption));
    // A meaning whose word has become another one has nothing left to close it.
    if (!element.querySelector("[aria-expanded=true]")) element.querySelector(".caption__note")?.remove();
    if (progress === "pending") element.setAttribute("aria-live", "off");
    else if (element.hasAttribute("aria-live")) element = finished(element);
    this.#rows.set(id, { element, caption });
    return element;
  }

  /** @param {Caption} caption @returns {Node[]} */
  #content({ text, progress }) {
    if (progress === "failed") return [new Text(this.#words["not_heard"])];
    if (!text) return [make("span", { class: "caption__dots" }, ["…"])];
    return this.#gloss(text).map((segment) => (segment.meaning ? glossed(segment) : new Text(segment.text)));
  }
}

/** Only what changed is touched: a meaning stays open while he goes on. @param {Element} line @param {readonly Node[]} parts */
function amend(line, parts) {
  const shown = [...line.childNodes];
  for (const old of shown.slice(parts.length)) old.remove();
  parts.forEach((part, at) => {
    const old = shown[at];
    if (!old) line.append(part);
    else if (old.nodeName !== part.nodeName || old.textContent !== part.textContent) old.replaceWith(part);
  });
}

/**
 * A growing line can be read but is not announced, or a screen reader would speak over his voice with
 * every few letters. The finished one is announced once: by a node that is new to the log.
 * @param {HTMLElement} element
 */
function finished(element) {
  // Whoever stands in it is reading it already, and would lose their place.
  const here = element.contains(document.activeElement);
  const fresh = here ? element : /** @type {HTMLElement} */ (element.cloneNode(true));
  fresh.removeAttribute("aria-live");
  // It has risen before.
  fresh.style.animation = "none";
  if (!here) element.replaceWith(fresh);
  return fresh;
}

/** A word to tap. @param {Segment} segment */
const glossed = (segment) =>
  make("button", { type: "button", class: "gloss", "aria-expanded": "false", "data-meaning": meaningOf(segment) }, [segment.text]);

/** The word's meaning opens below the caption and closes again. @param {HTMLElement} word */
function explain(word) {
  const caption = word.closest(".caption");
  const open = word.getAttribute("aria-expanded") === "true";
  for (const note of caption?.querySelectorAll(".caption__note") ?? []) note.remove();
  for (const other of caption?.querySelectorAll(".gloss") ?? []) other.setAttribute("aria-expanded", "false");
  if (open) return;
  word.setAttribute("aria-expanded", "true");
  caption?.append(make("span", { class: "caption__note", role: "note" }, [`${word.textContent}: ${word.dataset["meaning"]}`]));
}
