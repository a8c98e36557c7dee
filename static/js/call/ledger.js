/** What a conversation measures of itself: whole, cumulative numbers and never a word. */
/** @import { DropCause, Ledger, Usage } from "./types.d.ts" */

/** Enough for any visit; what is older is no loss for a median. */
const GAPS = 200;

/** @type {Ledger} */
export const EMPTY_LEDGER = Object.freeze({
  connect_ms: 0, first_sound_ms: 0, turn_gap_ms: 0, turn_gap_ms_max: 0, gate_close_ms_max: 0,
  turns: 0, drops: 0, drops_by_cause: {}, recoveries: 0, recovery_ms_max: 0,
  attempts: 0, memory_kept: 0, memory_lost: 0, silent_replies: 0, crisis: 0,
});

/** @type {Usage} */
export const NO_USAGE = Object.freeze({
  text_in: 0, text_cached: 0, text_out: 0, audio_in: 0, audio_cached: 0, audio_out: 0,
});

/** @template {Ledger | Usage} T @param {T} tally @param {Partial<T>} more @returns {T} */
export function add(tally, more) {
  const entries = Object.entries(tally).map(([key, value]) => {
    const extra = /** @type {Readonly<Record<string, unknown>>} */ (more)[key];
    return [key, typeof value !== "number" ? value : value + (typeof extra === "number" && Number.isFinite(extra) ? Math.round(extra) : 0)];
  });
  return /** @type {T} */ (Object.fromEntries(entries));
}

/** A break that was mended. @param {Ledger} ledger @param {number} tookMs @returns {Ledger} */
export const recovery = (ledger, tookMs) => ({
  ...add(ledger, { recoveries: 1 }), recovery_ms_max: Math.max(ledger.recovery_ms_max, Math.round(tookMs)),
});

/** @param {Ledger} ledger @param {DropCause} cause @returns {Ledger} */
export const drop = (ledger, cause) => ({
  ...add(ledger, { drops: 1 }),
  drops_by_cause: { ...ledger.drops_by_cause, [cause]: (ledger.drops_by_cause[cause] ?? 0) + 1 },
});

/**
 * From the visitor's last word to the character's first sound, once more.
 * @param {readonly number[]} gaps milliseconds, of the turns so far @param {number} ms
 */
export function addGap(gaps, ms) {
  const all = [...gaps, Math.round(ms)].slice(-GAPS);
  return { gaps: all, median: [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0 };
}
