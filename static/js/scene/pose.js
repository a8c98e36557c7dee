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

/** @param {Phase} phase @param {Floor | ""} floor @returns {Pose} */
export function poseOf(phase, floor) {
  if (phase === "closed") return { speaker: "nobody", open: 0, answer: 0 };
  if (floor === "visitor-speaking") return { speaker: "visitor", open: 0.74, answer: 0.36 };
  if (floor === "character-speaking") return { speaker: "keeper", open: 0.74, answer: 0.36 };
  if (floor === "listening") return { speaker: "visitor", open: 0.7, answer: 0.3 };
  if (floor === "thinking") return { speaker: "keeper", open: 0.62, answer: 0 };
  if (phase === "reconnecting" || phase === "failed") return { speaker: "nobody", open: 0.5, answer: 0 };
  return { speaker: "nobody", open: 0.86, answer: 0 };
}

/**
 * One flower of the bed.
 * @param {Pose} pose
 * @param {number} at where it stands, 0 left to 1 right
 * @param {number} towards where the speaker stands
 * @param {number} level of the speaker's voice, 0 to 1
 * @returns {{lean: number, blossom: number, bud: number}} degrees; scale; opacity
 */
export function flowerAt({ speaker, open, answer }, at, towards, level) {
  const away = towards - at;
  const lean = speaker === "nobody" ? 0 : Math.max(-LEAN_MAX, Math.min(LEAN_MAX, away * 26));
  // A voice opens most the flowers that stand nearest to it.
  const near = 1 - Math.min(1, Math.abs(away) / 0.7) * 0.6;
  const blossom = open + answer * level * near;
  return { lean, blossom: blossom < BUD ? 0 : blossom, bud: blossom < BUD ? 1 : 0 };
}

/** A voice as an eye follows it: up at once, down slowly. @param {number} before @param {number} now */
export const follow = (before, now) => Math.max(now, before * 0.72);

/** Loudness as a share of the scale: the root spreads soft voices. @param {number | null} rms */
export const shareOf = (rms) => Math.min(1, Math.sqrt(rms ?? 0) * 2);
