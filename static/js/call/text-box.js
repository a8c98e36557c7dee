/** The text box: keys in, whole sentences out. */
import { AT_REST, beforeinput, compositionend, compositionstart, keydown } from "./ime.js";
/** @import { Decision, Ime } from "./ime.js" */

export class TextBox {
  /** @type {Ime} */
  #ime = AT_REST;
  #area;
  #submit;

  /** @param {HTMLTextAreaElement} area @param {(text: string) => boolean} submit true when the words were taken */
  constructor(area, submit) {
    this.#area = area;
    this.#submit = submit;
    area.addEventListener("keydown", (event) => this.#decide(event, keydown(this.#ime, event)));
    area.addEventListener("compositionstart", (event) => this.#decide(event, compositionstart(this.#ime)));
    area.addEventListener("compositionend", (event) => this.#decide(event, compositionend(this.#ime)));
    area.addEventListener("beforeinput", (event) => this.#decide(event, beforeinput(this.#ime, event.inputType)));
  }

  /** @param {globalThis.Event} event @param {[Ime, Decision]} decided */
  #decide(event, [ime, decision]) {
    this.#ime = ime;
    if (decision === "none") return;
    if (event.cancelable && event.type !== "compositionend") event.preventDefault();
    if (decision !== "send") return;
    // After a composition the last syllable is in the box only when its events are through.
    if (event.type === "compositionend") setTimeout(() => this.send());
    else this.send();
  }

  /** Send what is in the box; an empty one sends nothing, so a second Enter does no harm. */
  send() {
    const text = this.#area.value.trim();
    if (text && this.#submit(text)) this.#area.value = "";
  }
}
