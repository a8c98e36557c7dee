/** Sound that does not come, or comes as silence, while the link itself still says it stands. */
import { isMending, isTalking } from "../facts.js";
import { heal, lose } from "./healing.js";
/** @import { EventOf, State, Step, Turn } from "../types.d.ts" */

/**
 * Nothing comes any more, or comes again; the link's states tell seconds later. A reply of which
 * only silence came, `unheard`, is said again by the next call, though it may have ended by now.
 * @param {State} state @param {EventOf<"call.stall">} event @returns {Step}
 */
export function stall(state, { call, stalled, unheard = "", at }) {
  if (call !== state.call) return [state, []];
  if (!stalled) return state.stalled ? heal(state, at) : [state, []];
  if (!isTalking(state) || (unheard && wentOn(state, unheard))) return [state, []];
  const [due, effects] = unheard ? resume(state, unheard) : [state, []];
  const [next, more] = lose(due, at, "stalled");
  // Not when a planned new call stood already and has taken over.
  return [isMending(next) ? { ...next, stalled: true, mute: unheard !== "" } : next, [...effects, ...more]];
}

/** The conversation went on without the reply: hushed, or by the visitor's voice, or by the next one, which is judged itself. @param {State} state @param {string} response */
const wentOn = ({ turn: { dropped, visitorSpeaking, speaking } }, response) =>
  dropped.includes(response) || visitorSpeaking || (speaking !== "" && speaking !== response);

/** It is what he is saying again, and what still comes of its end must not open the gate. @param {State} state @param {string} response @returns {Step} */
function resume(state, response) {
  /** @type {Turn["gate"]} */
  const gate = state.turn.gate === "open" ? "open" : "closed";
  const turn = { ...state.turn, gate, speaking: response, ticket: state.turn.ticket + 1 };
  return [{ ...state, turn }, [{ type: "timer.cancel", name: "tail" }]];
}
