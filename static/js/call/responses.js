/**
 * One `response.create` at a time, ever.
 *
 * The provider refuses a second response while one is active, also one it began by itself after
 * the visitor spoke. So a request waits for `response.done`, and a refused one is asked again.
 */
/** @import { ClientEvent, Effect, Responses } from "./types.d.ts" */

/** @type {Responses} */
export const NONE = Object.freeze({
  active: "", requested: "", waiting: null, last: {}, sequence: 0, cancelOnCreate: false,
});

/** A response we know to run without having heard of it. */
const UNHEARD = "unheard";

/** @typedef {readonly [Responses, readonly ClientEvent[]]} Change */

/** @param {Responses} responses */
export const isIdle = (responses) => !responses.active && !responses.requested;

/**
 * Ask for a response now, or as soon as nothing runs. Several wishes become one.
 * @param {Responses} responses
 * @param {Readonly<Record<string, unknown>>} body of `response.create.response`; empty for the session's own way
 * @returns {Change}
 */
export function request(responses, body) {
  if (!isIdle(responses)) return [{ ...responses, waiting: body }, []];
  const sequence = responses.sequence + 1;
  const eventId = `create_${sequence}`;
  const create = { type: "response.create", event_id: eventId };
  return [
    { ...responses, sequence, requested: eventId, waiting: null, last: body },
    [Object.keys(body).length ? { ...create, response: body } : create],
  ];
}

/** @param {Responses} responses @param {string} id @returns {Change} */
export function created(responses, id) {
  // It may be the provider's own, made while our request was on its way: that one comes back as
  // an error with our event_id and is asked again (see `refused`).
  const next = { ...responses, active: id, requested: "", cancelOnCreate: false };
  return [next, responses.cancelOnCreate ? [{ type: "response.cancel", response_id: id }] : []];
}

/** @param {Responses} responses @param {string} id @returns {Change} */
export function done(responses, id) {
  if (responses.active && responses.active !== id && responses.active !== UNHEARD) return [responses, []];
  const idle = { ...responses, active: "" };
  return idle.waiting && isIdle(idle) ? request(idle, idle.waiting) : [idle, []];
}

/**
 * Our `response.create` was refused. When another response runs, ask again after it.
 * @param {Responses} responses @param {string} eventId @param {string} code
 * @returns {Change}
 */
export function refused(responses, eventId, code) {
  const ours = eventId !== "" && eventId === `create_${responses.sequence}`;
  if (!ours) return [responses, []];
  const next = { ...responses, requested: "" };
  // Not made at all, so there is nothing left to cancel: that wish would fall upon the next answer.
  if (code !== "conversation_already_has_active_response") return [{ ...next, cancelOnCreate: false }, []];
  const waiting = next.waiting ?? next.last;
  return next.active ? [{ ...next, waiting }, []] : [{ ...next, waiting, active: UNHEARD }, []];
}

/** Stop whatever runs: at once when it has an id, otherwise as soon as it has. @param {Responses} responses @returns {Change} */
export function cancel(responses) {
  if (responses.active) return [responses, [{ type: "response.cancel" }]];
  return [responses.requested ? { ...responses, cancelOnCreate: true } : responses, []];
}

/** Give up waiting for an answer that does not come, so that nothing hangs on it. @param {Responses} responses @returns {Change} */
export function forget(responses) {
  const idle = { ...responses, active: "", requested: "", cancelOnCreate: false };
  return idle.waiting ? request(idle, idle.waiting) : [idle, []];
}

/**
 * A word from behind the scene that the session's own instructions stand above. As
 * `response.instructions` it would stand in their place, with everything that guards a visitor gone.
 * @param {string} text
 * @returns {readonly ClientEvent[]}
 */
export const whisper = (text) => (text ? [{
  type: "conversation.item.create",
  item: { type: "message", role: "system", content: [{ type: "input_text", text }] },
}] : []);

/** What these decide, on its way to the provider. @param {number} call @param {readonly ClientEvent[]} events @returns {readonly Effect[]} */
export const send = (call, events) => (events.length ? [{ type: "call.send", call, events }] : []);
