/**
 * Whether the character's sound still arrives while he speaks. A peer that died is noticed here
 * within three seconds; the states of the link take five and more.
 */

const POLL_MS = 500;
/** With a poll's time before the first look that finds nothing new, three seconds at most. */
const STALL_MS = 2_500;
/** A page that was frozen has to look more than once before it complains. */
const STEP_MAX_MS = 1_000;

/** @typedef {{packets: number, missedMs: number}} Arrival */

/**
 * @param {Arrival} seen @param {number} packets counted now @param {number} elapsedMs since the last look
 * @returns {Arrival}
 */
export function arrival(seen, packets, elapsedMs) {
  if (packets !== seen.packets) return { packets, missedMs: 0 };
  return { packets, missedMs: seen.missedMs + Math.min(elapsedMs, STEP_MAX_MS) };
}

/** @param {Arrival} seen */
export const isStalled = ({ missedMs }) => missedMs >= STALL_MS;

export class StallWatch {
  #report;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {(report: {type: "call.stall", call: number, stalled: boolean}) => void} report */
  constructor(report) {
    this.#report = report;
  }

  /** Watch this call and no other. @param {number} call @param {{packets: () => Promise<number | null>} | undefined} peer none: watch nothing */
  watch(call, peer) {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!peer) return;
    /** @type {Arrival} */
    let seen = { packets: -1, missedMs: 0 };
    let lookedAt = performance.now();
    const timer = setInterval(async () => {
      const packets = await peer.packets().catch(() => null);
      // While it was counted another call may have taken this one's place.
      if (packets === null || timer !== this.#timer) return;
      const [before, now] = [isStalled(seen), performance.now()];
      seen = arrival(seen, packets, now - lookedAt);
      lookedAt = now;
      if (isStalled(seen) !== before) this.#report({ type: "call.stall", call, stalled: !before });
    }, POLL_MS);
    this.#timer = timer;
  }
}
