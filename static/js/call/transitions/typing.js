/** Typed words: they wait for the running response to be over, then go out together. */
import { place } from "../captions.js";
import { isTalking } from "../facts.js";
import { forget, isIdle, request, send } from "../responses.js";
import { countTurn, takeFloor } from "./floor.js";
import { mindCrisis } from "./talking.js";
/** @import { State, Step } from "../types.d.ts" */

/** @param {State} state @param {string} typed @returns {Step} */
export function type(state, typed) {
  const text = typed.trim();
  // The line may be down, and the words stay in the box; what they say of danger counts all the same.
  if (!isTalking(state)) return [mindCrisis(state, text), []];
  if (!text) return [state, []];
  const id = `typed_${state.visit}_${state.textCount + 1}`;
  const captions = place(state.captions, { item: id, after: "", speaker: "visitor", text });
  const next = mindCrisis(
    countTurn({
      ...state, captions, textCount: state.textCount + 1, held: [...state.held, { id, text }],
      notice: "", turn: { ...state.turn, awaiting: false, endedAt: 0 },
    }),
    text,
  );
  // Words that pile up behind one that is waiting already cut nothing off again.
  return isIdle(state.responses) && state.turn.gate === "open" && !state.turn.speaking ? [next, []] : takeFloor(next);
}

/** Send what was held, once nothing runs. @param {State} state @returns {Step} */
export function sendHeld(state) {
  if (!state.held.length || !isTalking(state) || !isIdle(state.responses)) return [state, []];
  const items = state.held.map(({ id, text }) => ({
    type: "conversation.item.create",
    item: { id, type: "message", role: "user", content: [{ type: "input_text", text }] },
  }));
  const [responses, events] = request(state.responses, {});
  return [{ ...state, held: [], responses }, send(state.call, [...items, ...events])];
}

/** The running response does not end although it was cancelled. @param {State} state @returns {Step} */
export function stopWaiting(state) {
  const [responses, events] = forget(state.responses);
  return [{ ...state, responses, turn: { ...state.turn, awaiting: false } }, send(state.call, events)];
}
