/** The call that is made beside the current one; there is at most one. */
/** @import { State, Step } from "../types.d.ts" */

/** Open a new call beside the current one. @param {State} state @param {"reconnect" | "rollover"} cause @param {number} ms after which it is given up @returns {Step} */
export function openBeside(state, cause, ms) {
  const { conversation, voice } = state;
  if (!conversation) return [state, []];
  const call = state.lastCall + 1;
  return [
    { ...state, candidate: call, lastCall: call },
    [{ type: "call.open", call, conversation, voice, cause }, { type: "timer.start", name: "attempt", ms }],
  ];
}

/** Give the call beside the current one up. @param {State} state @returns {Step} */
export function closeCandidate(state) {
  const { candidate } = state;
  return candidate
    ? [{ ...state, candidate: 0, candidateUntil: 0 }, [{ type: "call.close", call: candidate }, { type: "timer.cancel", name: "attempt" }]]
    : [state, []];
}
