/** Holds the state, stamps events with the time, runs effects after each transition. */
import { transition } from "./state.js";
/** @import { Effect, Event, Report, State } from "./types.d.ts" */

export class Store {
  #state;
  #now;
  /** @type {(effect: Effect) => void} */
  #run = () => undefined;
  /** @type {(state: State) => void} */
  #show = () => undefined;

  /** @param {State} initial @param {() => number} now milliseconds of the page's clock */
  constructor(initial, now) {
    this.#state = initial;
    this.#now = now;
  }

  /** @param {(effect: Effect) => void} run @param {(state: State) => void} show */
  connect(run, show) {
    this.#run = run;
    this.#show = show;
  }

  get state() {
    return this.#state;
  }

  /** @param {Report} report */
  send = (report) => {
    const event = /** @type {Event} */ ({ ...report, at: this.#now() });
    const [next, effects] = transition(this.#state, event);
    // State first: an effect that answers at once must meet the new state.
    this.#state = next;
    for (const effect of effects) {
      try {
        this.#run(effect);
      } catch (error) {
        // Told as any other, but the rest is done and the screen is drawn.
        setTimeout(() => { throw error; });
      }
    }
    this.#show(this.#state);
  };
}
