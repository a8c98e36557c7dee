/** Every way out of a visit. Each releases the microphone, the calls and the sound. */
import { closeAll } from "../captions.js";
import { FRESH_TURN, asksFeeling, isMending, isResting } from "../facts.js";
import { NONE, request, send, whisper } from "../responses.js";
/** @import { Effect, EndReason, EventOf, Feeling, State, Step } from "../types.d.ts" */

export const HOUSE_EVERY_MS = 20_000;
/** A kiosk is for the next person: the words of the last one leave the screen. */
const KIOSK_REST_MS = 20_000;
/** Elsewhere there is time to copy them. Whoever left the page open leaves no words on it for long. */
const REST_MS = 600_000;
/** Refusals after which trying again by ourselves is wrong. */
const FATAL = new Set([
  "house_closed", "house_full", "budget_spent", "conversation_ended", "token_refused", "not_found",
  "origin_refused", "realtime_rejected", "insufficient_quota", "invalid_api_key", "invalid_model",
  "missing_model", "model_not_found", "beta_api_shape_disabled",
]);

/** The character says goodbye this long before the end; in a short visit, half way. */
const GOODBYE_MS = 120_000;
/** Clocks and lines make the end waver; more than this and somebody has moved it. */
const END_MOVED_MS = 5_000;

/** @param {number} endsInMs @returns {Effect} */
export const goodbyeTimer = (endsInMs) => (
  { type: "timer.start", name: "goodbye", ms: Math.max(0, endsInMs - Math.min(GOODBYE_MS, endsInMs / 2)) }
);

/** @param {string} code */
export const isFatal = (code) => FATAL.has(code);

/**
 * @param {State} state
 * @param {{phase: "ended" | "failed" | "closed" | "idle", reason: string, detail?: string, tell?: EndReason}} way
 *   `tell` is what the server is told; nothing when there is no conversation
 * @returns {Step}
 */
export function leave(state, { phase, reason, detail = "", tell }) {
  /** @type {Effect[]} */
  const effects = [{ type: "timer.cancel-all" }];
  if (state.candidate) effects.push({ type: "call.close", call: state.candidate });
  // Told of the end, the server hangs up; a page that goes away can't wait for that, and a broken
  // call would not notice.
  const waits = state.conversation && tell && tell !== "page_left" && !isMending(state);
  if (state.call) effects.push({ type: waits ? "call.release" : "call.close", call: state.call });
  effects.push({ type: "microphone.close" }, { type: "speaker.stop" });
  if (state.conversation && tell) {
    const { conversation, ledger, usage } = state;
    effects.push({ type: "conversation.end", conversation, reason: tell, ledger, usage });
  }
  effects.push(
    { type: "house.ask" }, { type: "timer.start", name: "house", ms: HOUSE_EVERY_MS },
    { type: "timer.start", name: "rest", ms: state.kiosk ? KIOSK_REST_MS : REST_MS },
  );
  return [
    {
      ...state, phase, reason, detail, notice: "", conversation: null, parted: state.conversation ?? state.parted, call: 0,
      candidate: 0, candidateUntil: 0, attempt: 0, microphone: "none", hearing: null, soundBlocked: false,
      turn: FRESH_TURN, responses: NONE, held: [], captions: closeAll(state.captions),
    },
    effects,
  ];
}

/** The character is asked to say goodbye; the visit ends when its time does. @param {State} state @returns {Step} */
export function sayGoodbye(state) {
  const [responses, events] = request(state.responses, {});
  return [{ ...state, phase: "saying-goodbye", goodbye: "said", responses }, send(state.call, [...whisper(state.goodbyeWords), ...events])];
}

/** End with the reason the server will read, and say so. @param {State} state @param {EndReason} reason @returns {Step} */
export const end = (state, reason) => leave(state, { phase: "ended", reason, tell: reason });

/** Stop because of a refusal; its sentence goes on the screen. @param {State} state @param {{code: string, detail: string}} problem @returns {Step} */
export function fail(state, { code, detail }) {
  if (code === "house_closed") {
    return leave(state, { phase: "closed", reason: code, detail, tell: "closing" });
  }
  return leave(state, { phase: "failed", reason: code, detail, tell: "failed" });
}

/** The visitor's own goodbye: after it nothing comes back by itself. @param {State} state @returns {Step} */
export function stop(state) {
  return isResting(state) && !state.conversation ? [state, []] : end(state, "visitor");
}

/** The page goes away. @param {State} state @returns {Step} */
export function hide(state) {
  return isResting(state) && !state.conversation ? [state, []] : end(state, "page_left");
}

/** The time of this conversation is over. @param {State} state @returns {Step} */
export function limit(state) {
  return state.conversation ? end(state, state.houseOpen ? "limit" : "closing") : [state, []];
}

/** Whoever talked is gone, and said no goodbye. @param {State} state @param {EndReason} reason @returns {Step} */
export const part = (state, reason) => (state.conversation ? end(state, reason) : [state, []]);

/** @param {State} state @param {Feeling} feeling @returns {Step} */
export function feel(state, feeling) {
  if (!asksFeeling(state) || !state.parted || state.felt) return [state, []];
  return [{ ...state, felt: feeling }, [{ type: "conversation.feeling", conversation: state.parted, feeling }]];
}

/** What was said is forgotten. The numbers stay for whoever may need them yet; a kiosk waits for somebody else. @param {State} state @returns {Step} */
export function rest(state) {
  if (!isResting(state)) return [state, []];
  const open = state.house?.open ?? true;
  return [
    {
      ...state, phase: open ? "idle" : "closed", reason: "", detail: "", parted: null, felt: "", captions: [], flower: null, help: state.help && !state.kiosk, crisis: false,
      stamp: state.abroad ? "" : state.stamp,
    },
    [{ type: "house.ask" }],
  ];
}

/** The server's answer to a heartbeat. @param {State} state @param {EventOf<"conversation.beat">} beat @returns {Step} */
export function beat(state, { id, open, hangUp, endsInMs, message, at }) {
  if (state.conversation?.id !== id) return [state, []];
  const next = { ...state, houseOpen: open, message, endsAt: at + endsInMs };
  if (hangUp) return limit(next);
  const moved = Math.abs(next.endsAt - state.endsAt) > END_MOVED_MS && state.goodbye === "none";
  return [next, [
    { type: "timer.start", name: "limit", ms: Math.max(0, endsInMs) },
    ...(moved ? [goodbyeTimer(endsInMs)] : []),
  ]];
}
