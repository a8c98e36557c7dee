/** How long people talked on this page, as the books count it: from the press to the goodbye, whatever broke between. Pure. */
import { isResting } from "../call/facts.js";
/** @import { Phase } from "../call/types.d.ts" */

export class Lasting {
  #before = 0;
  /** @type {number | null} */
  #since = null;

  /** The visitor's page came into this phase. @param {Phase} phase @param {number} at @returns {boolean} whether a talk ended with it */
  enter(phase, at) {
    if (!isResting({ phase })) {
      this.#since ??= at;
      return false;
    }
    const ended = this.#since !== null;
    this.#before = this.ms(at);
    this.#since = null;
    return ended;
  }

  /** @param {number} at @returns {number} */
  ms(at) {
    return this.#before + (this.#since === null ? 0 : at - this.#since);
  }
}
