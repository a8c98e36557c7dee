/** The hour in the garden. It follows the opening hours: closed is night, whatever the sun does. */

/** The last hour before closing is dusk, the last before opening dawn. */
const TURN_MS = 3_600_000;

/** @typedef {"dawn" | "day" | "dusk" | "night"} Sky */

/**
 * The server computes the same for the first picture (`conversations/sky.py`).
 * @param {{hour: number, open: boolean, opensInMs: number | null, closesInMs: number | null}} now
 *   hour: 0 to 23, in Jeju
 * @returns {Sky}
 */
export function skyAt({ hour, open, opensInMs, closesInMs }) {
  if (!open) return opensInMs !== null && opensInMs <= TURN_MS ? "dawn" : "night";
  if (hour < 5 || hour >= 20) return "night";
  if (closesInMs !== null && closesInMs <= TURN_MS) return "dusk";
  if (hour < 8) return "dawn";
  return hour < 18 ? "day" : "dusk";
}

/** Jeju keeps Korean time all year: nine hours ahead, no summer time. @param {number} epochMs */
export const hourInJeju = (epochMs) => new Date(epochMs + 9 * 3_600_000).getUTCHours();
