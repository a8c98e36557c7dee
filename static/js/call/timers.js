/** Named timers, one of each name: starting one again moves it. */
/** @import { TimerName } from "./types.d.ts" */

export class Timers {
  /** @type {Map<TimerName, ReturnType<typeof setTimeout>>} */
  #running = new Map();
  #fired;

  /** @param {(name: TimerName) => void} fired */
  constructor(fired) {
    this.#fired = fired;
  }

  /** @param {TimerName} name @param {number} ms */
  start(name, ms) {
    this.cancel(name);
    const timer = setTimeout(() => {
      this.#running.delete(name);
      this.#fired(name);
    }, ms);
    this.#running.set(name, timer);
  }

  /** @param {TimerName} name */
  cancel(name) {
    clearTimeout(this.#running.get(name));
    this.#running.delete(name);
  }

  cancelAll() {
    for (const name of [...this.#running.keys()]) this.cancel(name);
  }
}
