/** What the house tells everybody: whether it is open, and what a page carries now. */
import { isLost, isUntouched } from "../facts.js";
import { quietTry } from "./healing.js";
/** @import { Effect, EventOf, State, Step } from "../types.d.ts" */

/** @param {State} state @param {EventOf<"house.status">} event @returns {Step} */
export function houseStatus(state, { house }) {
  const back = state.house !== null && !state.house.reachable;
  const next = { ...state, house, message: house.message };
  if (isLost(state)) return quietTry(next, back);
  if (state.phase === "idle" && !house.open) return [{ ...next, phase: "closed", reason: "", detail: "" }, renewal(next)];
  if (state.phase === "closed" && house.open) return [{ ...next, phase: "idle", reason: "", detail: "" }, renewal(next)];
  return [next, renewal(next)];
}

/** What the page carries is not what is live any more. @param {State} state @returns {readonly Effect[]} */
function renewal(state) {
  const stamp = state.house?.stamp ?? "";
  return stamp && stamp !== state.stamp && isUntouched(state) ? [{ type: "page.renew", stamp, home: state.abroad }] : [];
}
