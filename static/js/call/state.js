/**
 * The whole life of a visit: `transition(state, event) → [state, effects]`.
 *
 * Pure: no clock, no network, no page. Events carry `at`, effects are plain objects that the edges
 * carry out. Each subject decides in its own file; here they are joined, and what follows from
 * the new state whatever led to it (the microphone, safety timers, a pause that was waited for)
 * is derived once.
 */
import { PAINTED_MS, atPause, isLost, isMending, isResting, isTalking, isUntouched, microphoneOpen, watchedCall } from "./facts.js";
import { HOUSE_EVERY_MS, beat, fail, feel, hide, isFatal, sayGoodbye, stop } from "./transitions/ending.js";
import { gateClosed, quiet, takeFloor } from "./transitions/floor.js";
import { adopt, candidateFailed, heal, knock, lose, retry, rollOver } from "./transitions/healing.js";
import { houseStatus } from "./transitions/house.js";
import { stall } from "./transitions/stalling.js";
import { begun, connectFailed, firstOpened, microphone, refused, reopen, start } from "./transitions/starting.js";
import { heard } from "./transitions/talking.js";
import { fired } from "./transitions/timers.js";
import { sendHeld, type } from "./transitions/typing.js";
/** @import { Effect, Event, EventOf, State, Step } from "./types.d.ts" */

/** @param {State} state @param {Event} event @returns {Step} */
export function transition(state, event) {
  const [routed, effects] = route(state, event);
  const [settled, more] = settle(routed, event.at);
  return [settled, [...effects, ...more, ...derived(state, settled)]];
}

/** @param {State} state @param {Event} event @returns {Step} */
function route(state, event) {
  switch (event.type) {
    case "page.opened":
      return pageOpened({ ...state, abroad: event.abroad });
    case "page.hidden":
      return hide(state);
    case "page.shown":
      return shown(state);
    case "visitor.start":
      return start(state, event);
    case "visitor.stop":
      return stop(state);
    case "visitor.mute":
      return [state.microphone === "ready" ? { ...state, muted: !state.muted, notice: "" } : state, []];
    case "visitor.interrupt":
      return state.call && !isMending(state) ? takeFloor(state) : [state, []];
    case "visitor.retry":
      if (isMending(state)) return retry(state);
      return state.phase === "failed" ? start(state, { ...event, type: "visitor.start", voice: state.voice }) : [state, []];
    case "visitor.help":
      return [{ ...state, help: !state.help }, []];
    case "visitor.present":
      return [{ ...state, signs: state.signs + 1, notice: state.notice === "absent" ? "" : state.notice }, []];
    case "visitor.sound":
      return [state, [{ type: "speaker.wake" }]];
    case "visitor.felt":
      return feel(state, event.feeling);
    case "visitor.text":
      return type(state, event.text);
    case "house.status":
      return houseStatus(state, event);
    case "house.unknown":
      return [state.house ? { ...state, house: { ...state.house, reachable: false } } : state, []];
    case "network.online":
      return knock({ ...state, offline: false });
    case "network.offline":
      // Only said: the call may go on over another way, and is mended when its link breaks.
      return [{ ...state, offline: true }, []];
    case "microphone.ready":
    case "microphone.failed":
      return microphone(state, event);
    case "microphone.lost":
    case "microphone.changed":
      return reopen(state, event);
    case "microphone.closed":
      return gateClosed(state, event.at);
    case "microphone.level":
      return [{ ...state, hearing: event.hearing, notice: event.hearing && state.notice === "unheard" ? "" : state.notice }, []];
    case "conversation.begun":
      return begun(state, event);
    case "conversation.refused":
      return refused(state, event);
    case "conversation.beat":
      return beat(state, event);
    case "conversation.gone":
      return state.conversation?.id === event.id && isFatal(event.code) ? fail(state, event) : [state, []];
    case "call.link":
      return link(state, event);
    case "call.stall":
      return stall(state, event);
    case "call.opened":
      return opened(state, event);
    case "call.closed":
      return callClosed(state, event);
    case "call.failed":
      return callFailed(state, event);
    case "speaker.quiet":
      return quiet(state, event.ticket);
    case "speaker.blocked":
      return [{ ...state, soundBlocked: state.conversation !== null }, []];
    case "speaker.playing":
      return [{ ...state, soundBlocked: false }, []];
    case "timer.fired":
      return fired(state, event);
    default:
      return heard(state, event);
  }
}

/** The page came with the house as it was; to ask anew can wait until the garden is painted. @param {State} state @returns {Step} */
const pageOpened = (state) => [state, [
  ...(state.house ? [] : [/** @type {Effect} */ ({ type: "house.ask" })]),
  { type: "timer.start", name: "house", ms: state.house ? PAINTED_MS : HOUSE_EVERY_MS },
]];

/** The page is looked at again. While it was hidden or frozen events may have been missed. @param {State} state @returns {Step} */
function shown(state) {
  const [next, effects] = knock(state);
  if (!isTalking(state) && !isMending(state)) return [state, isResting(state) ? [{ type: "house.ask" }] : []];
  return [next, [{ type: "call.check", call: state.call }, { type: "speaker.wake" }, ...effects]];
}

/** @param {State} state @param {EventOf<"call.link">} event @returns {Step} */
function link(state, { call, link: word, at }) {
  if (call === state.call) {
    if (word === "connected") return heal(state, at);
    return word === "new" ? [state, []] : lose(state, at, word);
  }
  const broken = word === "failed" || word === "closed";
  return broken ? callFailed(state, { call, code: "realtime_unavailable", detail: "" }) : [state, []];
}

/** The data channel opened: a call that can be talked on. The provider's first words, long ones, may take another second. @param {State} state @param {EventOf<"call.opened">} event @returns {Step} */
function opened(state, { call, at }) {
  if (call !== state.candidate) return [state, []];
  if (state.phase === "preparing" || state.phase === "connecting") return firstOpened(state, at);
  if (isMending(state)) return adopt(state, at, 0);
  // A planned change waits for the pause; the transition as a whole looks for it.
  return state.phase === "rolling-over" ? [{ ...state, candidateUntil: Infinity }, [{ type: "timer.cancel", name: "attempt" }]] : [state, []];
}

/** The data channel closed: the peer hung up, five seconds before the states tell. @param {State} state @param {EventOf<"call.closed">} event @returns {Step} */
function callClosed(state, { call, at }) {
  if (call === state.call) return lose(state, at, "channel_closed");
  return callFailed(state, { call, code: "realtime_unavailable", detail: "" });
}

/** @param {State} state @param {{call: number, code: string, detail: string}} event @returns {Step} */
function callFailed(state, event) {
  if (!event.call || event.call !== state.candidate) return [state, []];
  if (state.phase === "preparing" || state.phase === "connecting") return connectFailed(state, event);
  return candidateFailed(state, { ...event, type: "call.failed", at: 0 });
}

/** What waited for this moment: held words, a planned new call, the goodbye. @param {State} state @param {number} at @returns {Step} */
function settle(state, at) {
  if (state.held.length) return sendHeld(state);
  if (!atPause(state)) return [state, []];
  if (state.candidateUntil) return adopt(state, at, state.candidateUntil - at);
  if (state.rolloverDue && state.phase !== "rolling-over") return rollOver(state);
  return state.goodbye === "due" && state.phase === "live" ? sayGoodbye(state) : [state, []];
}

/** Longest patience with an answer that does not come, by what is waited for. */
const PATIENCE_MS = /** @type {const} */ ({
  awaiting: 8_000, response: 10_000, held: 4_000, silent: 1_500, unheard: 12_000,
  // A kiosk's visitor who is silent is asked, and then believed to have left.
  absent: 75_000, away: 90_000, "given-up": 60_000, abroad: 120_000,
});

/** @param {State} state @returns {Record<keyof typeof PATIENCE_MS, string>} */
const waits = (state) => ({
  // While the call is mended nothing can be answered; after it the wait begins anew.
  awaiting: isTalking(state) && state.turn.awaiting ? "yes" : "",
  response: isTalking(state) ? state.responses.requested : "",
  held: isTalking(state) && state.held.length ? "yes" : "",
  silent: state.turn.silent,
  unheard: atPause(state) && microphoneOpen(state) && state.hearing === false ? "yes" : "",
  absent: state.kiosk && atPause(state) ? `${state.signs}` : "",
  away: state.kiosk && atPause(state) ? `${state.signs}` : "",
  "given-up": state.kiosk && isLost(state) ? `${state.signs}` : "",
  abroad: state.abroad && isUntouched(state) ? `${state.signs}` : "",
});

/** @param {State} before @param {State} after @returns {readonly Effect[]} */
function derived(before, after) {
  /** @type {Effect[]} */
  const effects = [];
  if (microphoneOpen(before) !== microphoneOpen(after) && after.microphone !== "none") {
    effects.push({ type: "microphone.enable", on: microphoneOpen(after) });
  }
  const [watched, watch] = [watchedCall(before), watchedCall(after)];
  if (watched.call !== watch.call || watched.response !== watch.response) effects.push({ type: "call.watch", ...watch });
  const [was, is] = [waits(before), waits(after)];
  for (const name of /** @type {(keyof typeof PATIENCE_MS)[]} */ (Object.keys(PATIENCE_MS))) {
    if (was[name] === is[name]) continue;
    effects.push(is[name] ? { type: "timer.start", name, ms: PATIENCE_MS[name] } : { type: "timer.cancel", name });
  }
  return effects;
}
