/**
 * Whether anything still arrives of a call. A peer that died is noticed here within three seconds
 * while the character speaks and within five otherwise; the states of the link take five to eight.
 */
/** @import { Vitals } from "./types.d.ts" */

const POLL_MS = 500;
/** A page that was frozen has to look more than once before it complains. */
const STEP_MAX_MS = 1_000;
/** While he speaks packets come fifty times a second. With a poll's time three seconds at most. */
const PACKETS_MS = 2_500;
/** Chromium asks the peer for a sign of life every 2.5 s, after a lost one sooner. */
const LINE_MS = 4_000;
/** A reply whose packets are all silence. No pause inside speech is as long, nor as still. */
const MUTE_MS = 3_000;
/** As much as 10 ms of soft speech; comfort noise needs minutes for it. */
const AUDIBLE_ENERGY = 1e-5;

/** What was counted last, and for how long there was nothing new of each kind. */
/** @typedef {{vitals: Vitals, packetsMs: number, lineMs: number, muteMs: number}} Arrival */

/** @param {Vitals} vitals @returns {Arrival} */
export const firstLook = (vitals) => ({ vitals, packetsMs: 0, lineMs: 0, muteMs: 0 });

/** @param {Arrival} seen @param {Vitals} vitals counted now @param {number} elapsedMs since the last look @returns {Arrival} */
export function arrival(seen, vitals, elapsedMs) {
  const step = Math.min(elapsedMs, STEP_MAX_MS);
  const { packets, answers, energy, pair } = seen.vitals;
  const still = vitals.packets === packets;
  // A dying link may fall back on another pair: that one's old count is no sign of life.
  const silent = answers !== null && (vitals.answers === answers || vitals.pair !== pair);
  const audible = energy === null || vitals.energy === null || vitals.energy - energy >= AUDIBLE_ENERGY;
  return {
    // The energy is kept from where the silence began, or it could creep by unheard.
    vitals: { ...vitals, energy: audible ? vitals.energy : energy },
    packetsMs: still ? seen.packetsMs + step : 0,
    lineMs: still && silent ? seen.lineMs + step : 0,
    muteMs: audible ? 0 : seen.muteMs + step,
  };
}

/** @param {Arrival} seen @param {boolean} sounding his sound is due */
export const isStalled = ({ packetsMs, lineMs, muteMs }, sounding) =>
  lineMs >= LINE_MS || (sounding && (packetsMs >= PACKETS_MS || muteMs >= MUTE_MS));

/** Whether it stalls by silence alone: packets come. @param {Arrival} seen */
export const isMute = ({ packetsMs, lineMs }) => lineMs < LINE_MS && packetsMs < PACKETS_MS;

export class StallWatch {
  #report;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {(report: {type: "call.stall", call: number, stalled: boolean, mute: boolean}) => void} report */
  constructor(report) {
    this.#report = report;
  }

  /**
   * Watch this call and no other.
   * @param {{call: number, sounding: boolean}} watched
   * @param {{vitals: () => Promise<Vitals | null>} | undefined} peer none: watch nothing
   */
  watch({ call, sounding }, peer) {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!peer) return;
    /** @type {Arrival | null} */
    let seen = null;
    let stalled = false;
    let lookedAt = performance.now();
    const timer = setInterval(async () => {
      const vitals = await peer.vitals().catch(() => null);
      // While it was counted another call may have taken this one's place.
      if (vitals === null || timer !== this.#timer) return;
      const now = performance.now();
      seen = seen ? arrival(seen, vitals, now - lookedAt) : firstLook(vitals);
      lookedAt = now;
      if (isStalled(seen, sounding) === stalled) return;
      stalled = !stalled;
      this.#report({ type: "call.stall", call, stalled, mute: stalled && isMute(seen) });
    }, POLL_MS);
    this.#timer = timer;
  }
}
