/** How the flowers stand: whom they lean to, how far they are open. Pure. */
/** @import { Floor, Phase } from "../call/types.d.ts" */

/**
 * @typedef {object} Pose
 * @property {"visitor" | "keeper" | "nobody"} speaker whom they lean to
 * @property {number} open 0 is a bud, 1 the whole blossom
 * @property {number} answer how much a voice adds to that
 */

/** A bud below this: there is not enough of the blossom to show. */
const BUD = 0.3;
const LEAN_MAX = 13;

const CLOSED = /** @type {Pose} */ ({ speaker: "nobody", open: 0, answer: 0 });
const OPEN = /** @type {Pose} */ ({ speaker: "nobody", open: 0.86, answer: 0 });
const DROOPING = /** @type {Pose} */ ({ speaker: "nobody", open: 0.5, answer: 0 });
/** @type {ReadonlyMap<Floor | "", Pose>} */
const TALKING = new Map([
  ["visitor-speaking", { speaker: "visitor", open: 0.74, answer: 0.36 }],
  ["character-speaking", { speaker: "keeper", open: 0.74, answer: 0.36 }],
  ["listening", { speaker: "visitor", open: 0.7, answer: 0.3 }],
  ["thinking", { speaker: "keeper", open: 0.62, answer: 0 }],
]);

/** The same object for the same pose. @param {Phase} phase @param {Floor | ""} floor @returns {Pose} */
export function poseOf(phase, floor) {
  if (phase === "closed") return CLOSED;
  const drooping = phase === "reconnecting" || phase === "failed";
  return TALKING.get(floor) ?? (drooping ? DROOPING : OPEN);
}

/**
 * One flower of the bed.
 * @param {Pose} pose
 * @param {number} at where it stands, 0 left to 1 right
 * @param {number} towards where the speaker stands
 * @param {number} level of the speaker's voice, 0 to 1
 * @returns {{lean: number, open: number, closed: number}} degrees; the blossom's scale; the bud's opacity
 */
export function flowerAt({ speaker, open, answer }, at, towards, level) {
  const away = towards - at;
  const lean = speaker === "nobody" ? 0 : Math.max(-LEAN_MAX, Math.min(LEAN_MAX, away * 26));
  // A voice opens most the flowers that stand nearest to it.
  const near = 1 - Math.min(1, Math.abs(away) / 0.7) * 0.6;
  const blossom = open + answer * level * near;
  return blossom < BUD ? { lean, open: 0, closed: 1 } : { lean, open: blossom, closed: 0 };
}

/** A voice as an eye follows it: up at once, down slowly. @param {number} before @param {number} now */
export const follow = (before, now) => Math.max(now, before * 0.72);

/** Loudness as a share of the scale: the root spreads soft voices. @param {number | null} rms */
export const shareOf = (rms) => Math.min(1, Math.sqrt(rms ?? 0) * 2);
