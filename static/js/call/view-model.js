/** The state in words: what the screen says, and which buttons stand. */
import { asksFeeling, floorOf, isMending, isTalking, microphoneOpen } from "./facts.js";
import { mend, troubleOf } from "./mending.js";
import { ATTEMPTS } from "./transitions/healing.js";
/** @import { State } from "./types.d.ts" */
/** @import { Trouble } from "./mending.js" */

/** @typedef {"start" | "start-text" | "stop" | "mute" | "interrupt" | "send" | "retry" | "enable-sound" | "feel-lighter" | "feel-same" | "feel-heavier"} Action */

/**
 * @typedef {object} ViewModel
 * @property {string} status
 * @property {string} alert
 * @property {string} message
 * @property {Trouble} trouble what is wrong with the visitor's own browser
 * @property {boolean} hearing the visitor's own voice is picked up
 * @property {string} floor
 * @property {string} attempt
 * @property {ReadonlySet<Action>} actions buttons that are shown
 * @property {boolean} canSend
 * @property {boolean} typing the text box stands
 * @property {boolean} intro the notice and the way in stand
 */

/** Problem codes that have a sentence of their own; the rest share one. */
const OWN_WORDS = new Set([
  "lost", "house_closed", "house_full", "budget_spent", "rate_limited", "realtime_unavailable",
  "realtime_rejected", "conversation_ended", "insufficient_quota", "invalid_api_key", "network",
]);
/** Failures that pressing again can't cure. */
const HOPELESS = new Set(["budget_spent", "realtime_rejected", "insufficient_quota", "invalid_api_key", "origin_refused"]);

/** @param {State} state @returns {ReadonlySet<Action>} */
function actionsOf(state) {
  /** @type {Set<Action>} */
  const actions = new Set();
  const { phase } = state;
  if (phase === "idle" || (phase === "ended" && (state.house?.open ?? true))) actions.add("start").add("start-text");
  if (phase === "failed" && !HOPELESS.has(state.reason)) actions.add("retry");
  if (state.conversation || phase === "preparing" || phase === "connecting") actions.add("stop");
  if (isTalking(state) || phase === "reconnecting") {
    if (state.microphone === "ready") actions.add("mute");
    actions.add("send");
  }
  const floor = floorOf(state);
  if (isTalking(state) && (floor === "character-speaking" || floor === "thinking")) actions.add("interrupt");
  if (state.soundBlocked) actions.add("enable-sound");
  if (asksFeeling(state) && !state.felt) actions.add("feel-lighter").add("feel-same").add("feel-heavier");
  return actions;
}

/** @param {State} state @returns {string} key of the status line's words */
function statusKey(state) {
  if (isTalking(state)) {
    const floor = floorOf(state);
    if (floor === "listening" && state.muted) return "muted";
    if (floor === "listening" && state.microphone !== "ready") return "listening_text";
    return floor;
  }
  if (state.phase === "ended") return state.reason === "closing" || state.reason === "limit" ? `ended_${state.reason}` : "ended";
  return state.phase;
}

/** @param {State} state @param {(key: string) => string} say @param {boolean} canCall */
function alertOf(state, say, canCall) {
  if (state.phase === "failed") {
    if (state.reason === "lost") return say("failed_lost");
    return state.detail || say(OWN_WORDS.has(state.reason) ? `failed_${state.reason}` : "failed_other");
  }
  if (state.phase === "closed") return state.detail;
  if (state.offline && state.conversation) return say("offline");
  if (state.notice && state.notice !== "unheard") return say(state.notice);
  const { words: key } = mend(troubleOf(state, canCall), "other");
  return key ? say(key) : "";
}

/** @param {State} state @param {Readonly<Record<string, string>>} words @param {(iso: string) => string} spellTime @param {boolean} canCall the browser knows WebRTC @returns {ViewModel} */
export function viewModel(state, words, spellTime, canCall = true) {
  const { phase } = state;
  const say = (/** @type {string} */ key) => words[key] ?? "";
  const talking = isTalking(state) || isMending(state);
  const opens = phase === "closed" || phase === "ended" ? (state.house?.opensAt ?? "") : "";
  // Spelling a time for the first time costs a phone a tenth of a second.
  const opening = opens && !state.message ? say("opens_at").replace("{time}", spellTime(opens)) : "";
  return {
    status: say(statusKey(state)).replace("{attempt}", `${state.attempt}`).replace("{attempts}", `${ATTEMPTS}`),
    alert: alertOf(state, say, canCall),
    message: state.message || opening || (state.notice === "unheard" ? say("unheard") : ""),
    trouble: troubleOf(state, canCall),
    hearing: state.hearing === true && microphoneOpen(state),
    floor: isTalking(state) ? floorOf(state) : "",
    attempt: phase === "reconnecting" ? `${state.attempt}` : "",
    actions: canCall ? actionsOf(state) : new Set(),
    canSend: isTalking(state),
    typing: talking,
    intro: !talking && phase !== "preparing" && phase !== "connecting",
  };
}
