/** Jeju words in a caption, with what they mean. */
/** @import { GlossRow } from "./types.d.ts" */

/** @typedef {{text: string, meaning: string}} Segment */

/** A single syllable is part of too many other words. */
const SHORTEST = 2;

/** @param {string} form */
const bareForm = (form) => form.replace(/[?!.~]+$/u, "").trim();
/** @param {string} text */
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");

/**
 * @param {readonly GlossRow[]} rows
 * @returns {(text: string) => readonly Segment[]} splits a text; segments without a meaning are plain
 */
export function makeGloss(rows) {
  /** @type {Map<string, Segment>} */
  const meanings = new Map();
  for (const { phrase, old_spelling: old, standard_korean: meaning } of rows) {
    for (const form of [phrase, old]) {
      const bare = bareForm(form ?? "");
      // Shown as it is spelled today: many devices have empty boxes for the old letters.
      if (bare.length >= SHORTEST && meaning && !meanings.has(bare)) meanings.set(bare, { text: bareForm(phrase), meaning });
    }
  }
  if (!meanings.size) return (text) => [{ text, meaning: "" }];
  // Longest first: "폭싹 속았수다" is more than the word inside it.
  const forms = [...meanings.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(${forms.map(escape).join("|")})`, "u");
  return (text) =>
    text
      .split(pattern)
      .filter((part) => part !== "")
      .map((part) => meanings.get(part) ?? { text: part, meaning: "" });
}
