/** Brings the published words of danger, once; a way that is blocked is tried again when a call is next live. */
import { learnWords } from "./crisis.js";

/** In the middle of his greeting: out of the call's and the gate's way, before the visitor's first words. */
const GREETING_MS = 1_500;
/** A line that hangs is a way that is blocked; browsers themselves wait for minutes. */
const PATIENCE_MS = 30_000;

let asked = false;

/** @param {string} path */
export async function fetchDangerWords(path) {
  if (asked) return;
  asked = true;
  await new Promise((rested) => setTimeout(rested, GREETING_MS));
  try {
    const response = await fetch(path, { credentials: "omit", signal: AbortSignal.timeout?.(PATIENCE_MS) });
    asked = response.ok && (await learnWords(await response.text()));
  } catch {
    asked = false;
  }
}
