/** After the goodbye: what was said is the visitor's to copy, save or wipe. */
import { make } from "../lib/dom.js";
import { INITIAL, isResting } from "./facts.js";
import { transcriptOf } from "./transcript.js";
/** @import { Caption, State } from "./types.d.ts" */
/** @import { Segment } from "./gloss.js" */

export class Farewell {
  #root;
  #gloss;
  #words;
  /** @type {readonly Caption[]} */
  #captions = [];

  /** @param {HTMLElement} root @param {(text: string) => readonly Segment[]} gloss @param {Readonly<Record<string, string>>} words */
  constructor(root, gloss, words) {
    this.#root = root;
    this.#gloss = gloss;
    this.#words = words;
    root.addEventListener("click", ({ target }) => {
      const wish = target instanceof Element ? target.closest("[data-keep]")?.getAttribute("data-keep") : "";
      if (wish === "copy") void this.#copy();
      if (wish === "save") this.#save();
      // A page that is loaded anew remembers nothing.
      if (wish === "wipe") location.reload();
    });
  }

  /** However the visit went: what can't be taken up again is offered. On a device of many visitors nothing is. @param {State} state */
  show(state) {
    const captions = isResting(state) && !state.conversation && !state.kiosk ? state.captions : INITIAL.captions;
    if (captions === this.#captions) return;
    this.#captions = captions;
    this.#root.hidden = !captions.some(({ text }) => text);
    this.#say("");
    /** @type {Map<string, string>} */
    const met = new Map();
    for (const { text } of captions) for (const segment of this.#gloss(text)) if (segment.meaning) met.set(segment.text, meaningOf(segment));
    const list = this.#root.querySelector("[data-glossary]");
    list?.replaceChildren(...[...met].flatMap(([word, meaning]) => [make("dt", {}, [word]), make("dd", {}, [meaning])]));
    list?.closest("details")?.toggleAttribute("hidden", met.size === 0);
  }

  async #copy() {
    const text = transcriptOf(this.#captions, this.#words);
    // Browsers refuse the clipboard to pages without focus or HTTPS; the file is always there.
    const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    this.#say(copied ? "copied" : "copy_failed");
  }

  #save() {
    const link = make("a", { download: `${this.#words["transcript_name"] ?? "sarado"}.txt` });
    link.href = URL.createObjectURL(new Blob([transcriptOf(this.#captions, this.#words)], { type: "text/plain" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    this.#say("saved");
  }

  /** @param {string} key */
  #say(key) {
    this.#root.querySelector("[data-kept]")?.replaceChildren(this.#words[key] ?? "");
  }
}

/** The meaning in Korean, and in English where it is sent. @param {Segment} segment */
export const meaningOf = ({ meaning, english }) => (english ? `${meaning} · ${english}` : meaning);
