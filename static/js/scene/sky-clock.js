/** Keeps the sky of the page in step with the house and the hour. */
import { hourInJeju, skyAt } from "./sky.js";
/** @import { Clock } from "../call/clock.js" */
/** @import { State } from "../call/types.d.ts" */

const EVERY_MS = 60_000;

export class SkyClock {
  #root;
  #clock;
  /** @type {State | null} */
  #state = null;

  /** @param {HTMLElement} root @param {Clock} clock */
  constructor(root, clock) {
    this.#root = root;
    this.#clock = clock;
    setInterval(() => this.#draw(), EVERY_MS);
  }

  /** @param {State} state */
  show(state) {
    const before = this.#state;
    this.#state = state;
    if (before?.house !== state.house || before?.phase !== state.phase) this.#draw();
  }

  #draw() {
    const { house, conversation } = this.#state ?? {};
    // Until the house has answered, the server's own picture stands.
    if (!house?.reachable) return;
    const until = (/** @type {string} */ iso) => (iso ? this.#clock.until(iso) : null);
    this.#root.dataset["sky"] = skyAt({
      hour: hourInJeju(this.#clock.serverNow()),
      // Who is inside when the doors close sees the evening to its end.
      open: house.open || conversation !== null,
      opensInMs: until(house.opensAt),
      closesInMs: until(house.closesAt),
    });
  }
}
