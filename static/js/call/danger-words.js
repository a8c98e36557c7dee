/** Brings the published words of danger, once; a way that is blocked is tried again when a call is next live. */
import { knownPatterns, learnWords } from "./crisis.js";

/** In the middle of his greeting: out of the call's and the gate's way, before the visitor's first words. */
const GREETING_MS = 1_500;
const REST_MS = 20;

/** @param {number} ms */
const rest = (ms) => new Promise((rested) => setTimeout(rested, ms));

let asked = false;

/** @param {string} path */
export async function fetchDangerWords(path) {
  if (asked) return;
  asked = true;
  await rest(GREETING_MS);
  try {
    const response = await fetch(path, { credentials: "omit" });
    if (!response.ok) throw new Error(`${response.status}`);
    learnWords(await response.text());
    await practise();
  } catch {
    asked = false;
  }
}

/**
 * A browser compiles a pattern when it is first used, and better at the second use: all at once a
 * tenth of a second on a phone, just when he answers the visitor's first words and the gate has to
 * close. So each is used ahead of time, with rests between. On Hangul, which is compiled apart.
 */
async function practise() {
  for (const pattern of knownPatterns()) {
    for (const text of ["\uac00", "\ub098"]) pattern.test(text);
    await rest(REST_MS);
  }
}
