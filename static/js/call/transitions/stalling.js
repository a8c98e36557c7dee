/** Sound that does not come, or comes as silence, while the link itself still says it stands. */
import { isMending, isTalking } from "../facts.js";
import { heal, lose } from "./healing.js";
/** @import { EventOf, State, Step, Turn } from "../types.d.ts" */

/** Nothing comes any more, or comes again; the link's states tell seconds later. @param {State} state @param {EventOf<"call.stall">} event @returns {Step} */
export function stall(state, { call, stalled, mute = false, at }) {
  if (call !== state.call) return [state, []];
  if (!stalled) return state.stalled ? heal(state, at) : [state, []];
  return isTalking(state) ? loseSound(state, at, mute) : [state, []];
}

/**
 * A reply came to its end and was all silence: the next call says it again.
 * @param {State} state @param {EventOf<"call.unheard">} event @returns {Step}
 */
export function unheard(state, { call, response, at }) {
  const { dropped, visitorSpeaking, speaking } = state.turn;
  if (call !== state.call || !isTalking(state) || dropped.includes(response)) return [state, []];
  // The conversation went on without it: by the visitor's voice, or the next reply, which is judged itself.
  if (visitorSpeaking || (speaking !== "" && speaking !== response)) return [state, []];
  // What still comes of this reply's end must not open the gate.
  /** @type {Turn["gate"]} */
  const gate = state.turn.gate === "open" ? "open" : "closed";
  const turn = { ...state.turn, gate, speaking: response, ticket: state.turn.ticket + 1 };
  const [next, effects] = loseSound({ ...state, turn }, at, true);
  return [next, [{ type: "timer.cancel", name: "tail" }, ...effects]];
}

/** @param {State} state @param {number} at @param {boolean} mute @returns {Step} */
function loseSound(state, at, mute) {
  const [next, effects] = lose(state, at, "stalled");
  // Not when a planned new call stood already and has taken over.
  return [isMending(next) ? { ...next, stalled: true, mute } : next, effects];
}
