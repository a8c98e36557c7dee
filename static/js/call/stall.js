/**
 * Whether anything still arrives of a call. A peer that died is noticed here within three seconds
 * while the character speaks and within five otherwise; the states of the link take five to eight.
 */
/** @import { Vitals } from "./types.d.ts" */

const POLL_MS = 500;
/** Early in a reply, for a short one counts whole; but not at its first sound, when the gate has to close. */
const FIRST_LOOK_MS = 100;
/** A page that was frozen has to look more than once before it complains. */
const STEP_MAX_MS = 1_000;
/** While he speaks packets come fifty times a second. With a poll's time three seconds at most. */
const PACKETS_MS = 2_500;
/** Chromium asks the peer for a sign of life every 2.5 s, after a lost one sooner. */
const LINE_MS = 4_000;
/** A reply whose packets are all silence. No pause inside speech is as long, nor as still. */
const MUTE_MS = 3_000;
/** A reply this long and silent from end to end was heard by nobody; less may still be on its way out. */
const UNHEARD_MS = 1_500;
/** Half a second of it must have come: what did not come is a matter of the line, which heals. */
const UNHEARD_PACKETS = 25;
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

/**
 * Whether a reply that has ended was silent from its first look to its last.
 * @param {Vitals} first @param {Arrival} last
 */
export const wasUnheard = ({ packets, energy }, { vitals, muteMs }) =>
  energy !== null && vitals.energy === energy && muteMs >= UNHEARD_MS && vitals.packets - packets >= UNHEARD_PACKETS;

/** @typedef {{vitals: () => Promise<Vitals | null>}} Counted */
/** `unheard`: the reply of which only silence came. @typedef {{type: "call.stall", call: number, stalled: boolean, unheard: string}} Finding */
/** What is watched: the reply whose sound is due, if any, and all that was seen of it. */
/** @typedef {{call: number, response: string, peer: Counted, first: Vitals | null, seen: Arrival | null, stalled: boolean, lookedAt: number}} Watched */

export class StallWatch {
  #report;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  /** @type {Watched | null} */
  #watched = null;

  /** @param {(report: Finding) => void} report */
  constructor(report) {
    this.#report = report;
  }

  /**
   * Watch this call and no other. When a reply of the same call was watched until now, it has
   * ended: a short one that was all silence is told of only then.
   * @param {{call: number, response: string}} next
   * @param {Counted | undefined} peer none: watch nothing
   */
  watch({ call, response }, peer) {
    clearInterval(this.#timer);
    const ended = this.#watched;
    this.#watched = null;
    if (!peer) return;
    if (ended?.response && ended.call === call && !ended.stalled) this.#judge(ended);
    /** @type {Watched} */
    const watched = { call, response, peer, first: null, seen: null, stalled: false, lookedAt: performance.now() };
    this.#watched = watched;
    const look = async () => {
      // While it was counted another call may have taken this one's place.
      if (!(await count(watched)) || watched !== this.#watched || !watched.seen) return;
      if (isStalled(watched.seen, response !== "") === watched.stalled) return;
      watched.stalled = !watched.stalled;
      const unheard = watched.stalled && isMute(watched.seen) ? response : "";
      this.#report({ type: "call.stall", call, stalled: watched.stalled, unheard });
    };
    this.#timer = setInterval(look, POLL_MS);
    setTimeout(look, FIRST_LOOK_MS);
  }

  /** @param {Watched} ended */
  async #judge(ended) {
    if (!(await count(ended)) || !ended.first || !ended.seen || !wasUnheard(ended.first, ended.seen)) return;
    this.#report({ type: "call.stall", call: ended.call, stalled: true, unheard: ended.response });
  }
}

/** Look once more. @param {Watched} watched @returns {Promise<boolean>} whether there was something to see */
async function count(watched) {
  const vitals = await watched.peer.vitals().catch(() => null);
  if (vitals === null) return false;
  const now = performance.now();
  watched.seen = watched.seen ? arrival(watched.seen, vitals, now - watched.lookedAt) : firstLook(vitals);
  watched.first ??= vitals;
  watched.lookedAt = now;
  return true;
}
