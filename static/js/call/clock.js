/** The page's clock, and how far the server's is from it. */

export class Clock {
  #skewMs = 0;

  /** Learn from an answer's `Date` header (whole seconds, close enough for minutes). @param {string | null} date */
  learn(date) {
    const at = Date.parse(date ?? "");
    if (Number.isFinite(at)) this.#skewMs = at - Date.now();
  }

  /** Milliseconds since 1970 by the server's clock. */
  serverNow() {
    return Date.now() + this.#skewMs;
  }

  /** Milliseconds until an ISO time of the server. @param {string} iso */
  until(iso) {
    const at = Date.parse(iso);
    return Number.isFinite(at) ? at - this.serverNow() : 0;
  }
}
