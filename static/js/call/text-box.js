/** The text box: keys in, whole sentences out. */
import { AT_REST, beforeinput, compositionend, compositionstart, keydown } from "./ime.js";
/** @import { Decision, Ime } from "./ime.js" */

/** A composition that an Enter ends has ended well within this. */
const UNENDED_MS = 50;
/** None of these is among the last events of a composition. */
const BEGINS = new Set(["keydown", "compositionstart"]);

export class TextBox {
  /** @type {Ime} */
  #ime = AT_REST;
  /** @type {ReturnType<typeof setTimeout> | undefined} the send that waits for the last events of a composition */
  #sending;
  #area;
  #submit;

  /** @param {HTMLTextAreaElement} area @param {(text: string) => boolean} submit true when the words were taken */
  constructor(area, submit) {
    this.#area = area;
    this.#submit = submit;
    area.addEventListener("keydown", (event) => this.#decide(event, keydown(this.#ime, event)));
    area.addEventListener("compositionstart", (event) => this.#decide(event, compositionstart(this.#ime)));
    area.addEventListener("compositionend", (event) => this.#decide(event, compositionend(this.#ime, event.data)));
    area.addEventListener("beforeinput", (event) => this.#decide(event, beforeinput(this.#ime, event.inputType)));
  }

  /** @param {globalThis.Event} event @param {[Ime, Decision]} decided */
  #decide(event, [ime, decision]) {
    // A key that overtakes a slow page's send begins the next sentence; it is no part of this one.
    if (this.#sending && BEGINS.has(event.type)) this.send();
    this.#ime = ime;
    if (decision === "none") return;
    if (event.cancelable && event.type !== "compositionend") event.preventDefault();
    if (decision === "keep" && ime.sendAtEnd) setTimeout(() => this.#endUnasked(), UNENDED_MS);
    if (decision !== "send") return;
    // After a composition the last syllable is in the box only when its events are through.
    if (event.type === "compositionend") this.#sending = setTimeout(() => this.send());
    else this.send();
  }

  /** Gboard may ask for a line break and never end its composition: the Enter counts all the same. */
  #endUnasked() {
    if (!this.#ime.sendAtEnd) return;
    // Emptying the box ends the composition, in Chromium without an event.
    this.#ime = AT_REST;
    this.send();
  }

  /** Send what is in the box; an empty one sends nothing, so a second Enter does no harm. */
  send() {
    clearTimeout(this.#sending);
    this.#sending = undefined;
    const text = this.#area.value.trim();
    if (text && this.#submit(text)) this.#area.value = "";
  }

  /** After a visit, what was not sent is for nobody to read. */
  empty() {
    // As above: a composition that ends with this may end without an event.
    this.#ime = AT_REST;
    this.#area.value = "";
  }
}
