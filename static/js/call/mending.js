/** What is wrong with the visitor's own browser, and the step that mends it there. Pure. */
/** @import { State } from "./types.d.ts" */

/** @typedef {"ios" | "android" | "other"} Platform */
/** @typedef {"" | "refused" | "missing" | "insecure" | "busy" | "sound" | "callless"} Trouble */

/** Steps that differ by where one has to tap; the others are the same everywhere. */
const BY_PLATFORM = new Set(["refused", "busy", "sound"]);
/** Troubles whose place on the screen is shown in a picture. */
const PICTURED = new Set(["refused", "sound"]);

/**
 * iPads call themselves Macintosh; only they have a Macintosh that can be touched.
 * @param {string} userAgent @param {number} touchPoints @returns {Platform}
 */
export function platformOf(userAgent, touchPoints) {
  if (/iPhone|iPad|iPod/u.test(userAgent) || (/Macintosh/u.test(userAgent) && touchPoints > 1)) return "ios";
  return /Android/u.test(userAgent) ? "android" : "other";
}

/** @param {State} state @param {boolean} canCall the browser knows WebRTC @returns {Trouble} */
export function troubleOf({ microphone, soundBlocked, conversation, voice, phase }, canCall) {
  if (!canCall && phase !== "closed") return "callless";
  if (soundBlocked) return "sound";
  if (!conversation || !voice) return "";
  return microphone === "refused" || microphone === "missing" || microphone === "insecure" || microphone === "busy" ? microphone : "";
}

/**
 * @param {Trouble} trouble @param {Platform} platform
 * @returns {{words: string, step: string, picture: string}} keys of the sentence and of the step, and
 *   the name of a picture; empty when there is none
 */
export function mend(trouble, platform) {
  if (!trouble) return { words: "", step: "", picture: "" };
  const step = BY_PLATFORM.has(trouble) ? `mend_${trouble}_${platform}` : `mend_${trouble}`;
  return { words: `trouble_${trouble}`, step, picture: PICTURED.has(trouble) && platform !== "other" ? `${trouble}-${platform}` : "" };
}
