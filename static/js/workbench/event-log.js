/** The event log: each event with its time and direction; the whole of it opens at a press. */
/** @import { Entry, Fields } from "./types.d.ts" */

/** Older rows make room: a long talk has thousands of deltas. */
const KEPT = 500;
/** Pieces of speech come many times a second and say nothing alone. */
const NOISE = /\.delta$/;

/** @param {Fields} event @returns {string} */
export function kindOf(event) {
  return typeof event["type"] === "string" ? event["type"] : "";
}

export class EventLog {
  #list;
  #words;
  #filter;
  #lastKind = "";
  #repeats = 0;

  /** @param {HTMLElement} list @param {Readonly<Record<string, string>>} words @param {{shows: (direction: string, json: string) => boolean}} filter */
  constructor(list, words, filter) {
    this.#filter = filter;
    this.#list = list;
    this.#words = words;
  }

  /** @param {Entry} entry */
  note({ direction, at, event }) {
    const kind = kindOf(event) || (this.#words[direction] ?? direction);
    if (NOISE.test(kind) && kind === this.#lastKind) return this.#countUp();
    this.#lastKind = kind;
    this.#repeats = 1;
    const atEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 24;
    this.#list.append(this.#row(direction, at, kind, event));
    if (this.#list.childElementCount > KEPT) this.#list.firstElementChild?.remove();
    if (atEnd) this.#list.scrollTop = this.#list.scrollHeight;
  }

  #countUp() {
    this.#repeats += 1;
    const count = this.#list.lastElementChild?.querySelector("[data-count]");
    if (count) count.textContent = `×${this.#repeats}`;
  }

  /** @param {Entry["direction"]} direction @param {number} at @param {string} kind @param {Fields} event */
  #row(direction, at, kind, event) {
    const row = document.createElement("li");
    row.dataset["direction"] = direction;
    row.dataset["kind"] = kind;
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    const time = document.createElement("time");
    time.textContent = new Date(at).toISOString().slice(14, 23);
    const way = document.createElement("span");
    way.className = "bench__way";
    way.textContent = this.#words[direction] ?? "";
    const name = document.createElement("code");
    name.textContent = kindOf(event);
    const count = document.createElement("small");
    count.dataset["count"] = "";
    summary.append(time, " ", way, " ", name, " ", count);
    const whole = document.createElement("pre");
    whole.textContent = JSON.stringify(event, null, 2);
    row.hidden = !this.#filter.shows(direction, whole.textContent);
    details.append(summary, whole);
    row.append(details);
    return row;
  }
}
