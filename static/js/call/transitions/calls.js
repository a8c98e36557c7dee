/** What every call of a conversation has in common. */
/** @import { ClientEvent, Effect } from "../types.d.ts" */

/** A planned new call is due this long before the provider's limit. */
const ROLLOVER_MS = 300_000;

/** @param {number} call @param {readonly ClientEvent[]} events @returns {readonly Effect[]} */
export const send = (call, events) => (events.length ? [{ type: "call.send", call, events }] : []);

/** @param {number} expiresInMs time until the session's end; 0 when the provider did not say @returns {readonly Effect[]} */
export function callTimers(expiresInMs) {
  if (expiresInMs <= 0) return [{ type: "timer.cancel", name: "rollover" }];
  // A session shorter than the lead is used for half of its time, so that short ones can't
  // follow each other without a pause.
  const ms = expiresInMs > ROLLOVER_MS ? expiresInMs - ROLLOVER_MS : expiresInMs / 2;
  return [{ type: "timer.start", name: "rollover", ms: Math.round(ms) }];
}
