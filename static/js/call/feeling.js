/** How the visit felt: asked once, after the goodbye. The buttons stand and go with all others. */
import { asksFeeling } from "./facts.js";
/** @import { State } from "./types.d.ts" */

/** @param {HTMLElement} root @param {State} state @param {Readonly<Record<string, string>>} words */
export function showFeeling(root, state, words) {
  root.hidden = !asksFeeling(state);
  for (const part of root.querySelectorAll("[data-asked]")) part.toggleAttribute("hidden", state.felt !== "");
  const thanks = state.felt && (words[`felt_${state.felt}`] ?? words["felt"] ?? "");
  const line = root.querySelector("[data-thanks]");
  // Screen readers speak on every change, so an unchanged line is left alone.
  if (line && line.textContent !== thanks) line.textContent = thanks;
}
