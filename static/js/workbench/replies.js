/** One line for each reply: its tokens and its cost; and the sum of all. */
import { costOf, fill, tokensOf } from "./cost.js";
import { kindOf } from "./event-log.js";
import { Lasting } from "./lasting.js";
import { dollars, totalOf } from "./total.js";
/** @import { Phase } from "../call/types.d.ts" */
/** @import { BenchConfig, Entry } from "./types.d.ts" */

export class Replies {
  #list;
  #total;
  #config;
  #lasting = new Lasting();
  #count = 0;
  #dollars = 0;

  /** @param {HTMLElement} list @param {HTMLElement} total @param {BenchConfig} config */
  constructor(list, total, config) {
    this.#list = list;
    this.#total = total;
    this.#config = config;
  }

  /** @param {Entry} entry */
  note({ direction, event, at }) {
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
      ? fill(words["cost"] ?? "", { usd: dollars(costOf(tokens, prices)) })
      : words["unpriced"] ?? "";
    row.append(title, " ", read, " ", cost);
    this.#list.append(row);
    this.#sum(at);
  }

  /** The visitor's page came into this phase. @param {Phase} phase @param {number} at */
  enter(phase, at) {
    if (this.#lasting.enter(phase, at)) this.#sum(at);
  }

  /** @param {number} at */
  #sum(at) {
    this.#total.textContent = totalOf(
      { count: this.#count, voice: this.#dollars, ms: this.#lasting.ms(at) }, this.#config,
    );
  }
}
