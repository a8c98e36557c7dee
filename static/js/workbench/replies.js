/** One line for each reply: its tokens and its cost; and the sum of all. */
import { costOf, fill, tokensOf } from "./cost.js";
import { kindOf } from "./event-log.js";
/** @import { BenchConfig, Entry } from "./types.d.ts" */

/** Parts of a cent matter here: a reply costs less than one. */
const DIGITS = 5;

export class Replies {
  #list;
  #total;
  #config;
  #count = 0;
  #dollars = 0;

  /** @param {HTMLElement} list @param {HTMLElement} total @param {BenchConfig} config */
  constructor(list, total, config) {
    this.#list = list;
    this.#total = total;
    this.#config = config;
  }

  /** @param {Entry} entry */
  note({ direction, event }) {
    if (direction !== "received" || kindOf(event) !== "response.done") return;
    const { prices, words } = this.#config;
    const tokens = tokensOf(event);
    this.#count += 1;
    const row = document.createElement("li");
    const title = document.createElement("strong");
    title.textContent = fill(words["reply"] ?? "", { number: this.#count });
    const read = document.createElement("span");
    read.textContent = fill(words["tokens"] ?? "", {
      ...tokens, input: tokens.text_in + tokens.audio_in, output: tokens.text_out + tokens.audio_out,
      cached: tokens.text_cached + tokens.audio_cached,
    });
    const cost = document.createElement("b");
    if (prices) this.#dollars += costOf(tokens, prices);
    cost.textContent = prices
      ? fill(words["cost"] ?? "", { usd: costOf(tokens, prices).toFixed(DIGITS) })
      : words["unpriced"] ?? "";
    row.append(title, " ", read, " ", cost);
    this.#list.append(row);
    this.#total.textContent = prices
      ? fill(words["total"] ?? "", { count: this.#count, usd: this.#dollars.toFixed(DIGITS) })
      : words["unpriced"] ?? "";
  }
}
