/** Keeps the screen on while words go both ways: a phone that falls asleep drops the call. */
import { isMending, isTalking } from "./facts.js";
/** @import { State } from "./types.d.ts" */

export class WakeLock {
  /** @type {Promise<WakeLockSentinel | null> | null} */
  #held = null;

  /** @param {State} state */
  show(state) {
    const wanted = (isTalking(state) || isMending(state)) && document.visibilityState === "visible";
    if (wanted && !this.#held) this.#hold();
    if (!wanted && this.#held) this.#release();
  }

  #hold() {
    // Refused on low battery and where it is not known: then the screen does as it always does.
    this.#held = navigator.wakeLock?.request("screen").catch(() => null) ?? Promise.resolve(null);
    // The browser lets go by itself when the page is hidden; the next change asks again.
    void this.#held.then((lock) => lock?.addEventListener("release", () => (this.#held = null), { once: true }));
  }

  #release() {
    void this.#held?.then((lock) => lock?.release());
    this.#held = null;
  }
}
