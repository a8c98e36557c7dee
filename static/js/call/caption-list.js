/** Captions on the page: only what changed is touched, the newest stays in view. */
import { inOrder, isShown } from "./captions.js";
import { make } from "../lib/dom.js";
import { meaningOf } from "./farewell.js";
/** @import { Caption } from "./types.d.ts" */
/** @import { Segment } from "./gloss.js" */

const HANGUL = /[\u1100-\u11ff\uac00-\ud7a3]/u;

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
    const element = known?.element ?? make("p", { class: "caption", "data-item": caption.id });
    element.dataset["speaker"] = caption.speaker;
    element.dataset["progress"] = caption.progress;
    // Read aloud, and drawn, as Korean also on a page of another language.
    element.lang = HANGUL.test(caption.text) ? "ko" : "";
    element.replaceChildren(...this.#content(caption));
    this.#rows.set(caption.id, { element, caption });
    return element;
  }

  /** @param {Caption} caption @returns {(Node | string)[]} */
  #content({ speaker, text, progress }) {
    const who = make("span", { class: "unseen" }, [`${this.#words[speaker] ?? ""}: `]);
    if (progress === "failed") return [who, this.#words["not_heard"] ?? ""];
    if (!text) return [who, make("span", { class: "caption__dots" }, ["…"])];
    return [who, ...this.#gloss(text).map((segment) => (segment.meaning ? glossed(segment) : segment.text))];
  }
}

/** A word to tap: its meaning opens below the caption and closes again. @param {Segment} segment */
function glossed(segment) {
  const word = make("button", { type: "button", class: "gloss", "aria-expanded": "false" }, [segment.text]);
  word.addEventListener("click", () => {
    const caption = word.closest(".caption");
    const open = word.getAttribute("aria-expanded") === "true";
    for (const note of caption?.querySelectorAll(".caption__note") ?? []) note.remove();
    for (const other of caption?.querySelectorAll(".gloss") ?? []) other.setAttribute("aria-expanded", "false");
    if (open) return;
    word.setAttribute("aria-expanded", "true");
    caption?.append(make("span", { class: "caption__note", role: "note" }, [`${segment.text}: ${meaningOf(segment)}`]));
  });
  return word;
}
