/** What all replies came to, in a sentence. Pure. */
import { fill } from "./cost.js";
/** @import { BenchConfig } from "./types.d.ts" */

const MINUTE_MS = 60_000;
/** Parts of a cent matter here: a reply costs less than one. */
const DIGITS = 5;

/** @param {number} usd */
export const dollars = (usd) => usd.toFixed(DIGITS);

/**
 * What writes the visitor's words down is billed apart. It goes by time, whether anybody speaks or
 * not, as it does in the books; a sum without a part that nobody knows would be none.
 * @param {{count: number, voice: number, ms: number}} used replies, their cost, and how long was talked
 * @param {BenchConfig} config @returns {string}
 */
export function totalOf({ count, voice, ms }, { prices, transcription, words }) {
  const say = (/** @type {string} */ word, /** @type {Record<string, string | number>} */ values = {}) => fill(words[word] ?? "", values);
  const rate = transcription ? transcription.per_minute : 0;
  const written = (ms / MINUTE_MS) * (rate ?? 0);
  const parts = [say("replies", { count })];
  if (!prices) parts.push(say("unpriced"));
  else if (transcription) parts.push(say("voice", { usd: dollars(voice) }));
  if (rate === null) parts.push(say("transcription_unpriced"));
  else if (transcription) parts.push(say("transcription", { minutes: (ms / MINUTE_MS).toFixed(1), usd: dollars(written) }));
  if (prices && rate !== null) parts.push(say("total", { usd: dollars(voice + written) }));
  return parts.join(" · ");
}
