/** The hour in the garden. */

/** @param {number} hour 0 to 23, in Jeju @returns {"dawn" | "day" | "dusk" | "night"} */
export function skyAt(hour) {
  if (hour < 5 || hour >= 20) return "night";
  if (hour < 8) return "dawn";
  return hour < 17 ? "day" : "dusk";
}

/** Jeju keeps Korean time all year: nine hours ahead, no summer time. @param {number} epochMs */
export const hourInJeju = (epochMs) => new Date(epochMs + 9 * 3_600_000).getUTCHours();
