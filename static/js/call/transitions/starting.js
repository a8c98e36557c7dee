/** From the button to the first live call. What can run together does. */
import { INITIAL, isLost, isResting } from "../facts.js";
import { request, send } from "../responses.js";
import { add } from "../ledger.js";
import { closeCandidate } from "./beside.js";
import { fail, goodbyeTimer, leave } from "./ending.js";
/** @import { Effect, EventOf, State, Step } from "../types.d.ts" */

const HEARTBEAT_MS = 15_000;
const CONNECT_MS = 15_000;
/** A planned new call is due this long before the provider's limit. */
const ROLLOVER_MS = 300_000;

/** @param {State} state @param {EventOf<"visitor.start">} event @returns {Step} */
export function start(state, { voice, at }) {
  if (!isResting(state) || state.phase === "closed" || isLost(state)) return [state, []];
  const visit = state.visit + 1;
  const call = state.lastCall + 1;
  const { house, kiosk, abroad, persona, stamp, goodbyeWords, cutWords } = state;
  /** @type {Effect[]} */
  const effects = [{ type: "timer.cancel", name: "rest" }];
  // An open microphone is leave to sound everywhere; without one Safari wants it asked in the press.
  effects.push(voice ? { type: "microphone.open", visit } : { type: "speaker.wake" });
  effects.push({ type: "conversation.begin", visit }, { type: "call.prepare", call, voice });
  return [
    {
      ...INITIAL, house, kiosk, abroad, persona, stamp, goodbyeWords, cutWords, visit, voice, phase: "preparing", startedAt: at,
      lastCall: call, candidate: call, microphone: voice ? "pending" : "none",
    },
    effects,
  ];
}

/** @param {State} state @param {EventOf<"microphone.ready"> | EventOf<"microphone.failed">} event @returns {Step} */
export function microphone(state, event) {
  if (event.visit !== state.visit || state.microphone === "none") return [state, []];
  const found = event.type === "microphone.ready" ? "ready" : event.reason;
  const next = { ...state, microphone: found };
  if (state.phase === "preparing") return settled(next, event.at);
  return [next, state.call ? [{ type: "call.attach", call: state.call }] : []];
}

/**
 * The device was unplugged, or one was plugged in while there was none: ask again, for whichever is
 * the default now. The permission stands, so nobody is disturbed.
 * @param {State} state @param {EventOf<"microphone.lost"> | EventOf<"microphone.changed">} event @returns {Step}
 */
export function reopen(state, event) {
  const { microphone: was, visit } = state;
  const due = event.type === "microphone.lost" ? event.visit === visit && was === "ready" : was === "missing" || was === "busy";
  return due ? [{ ...state, microphone: "pending", hearing: null }, [{ type: "microphone.open", visit }]] : [state, []];
}

/** @param {State} state @param {EventOf<"conversation.begun">} event @returns {Step} */
export function begun(state, event) {
  const { conversation, secret, callsUrl, endsInMs, persona, at } = event;
  if (event.visit !== state.visit || state.phase !== "preparing") {
    // The visitor left while the server was answering: give the seat back.
    const { ledger, usage } = INITIAL;
    return [state, [{ type: "conversation.end", conversation, reason: "visitor", ledger, usage }]];
  }
  // The call is made beside the microphone's question; nobody is heard before that is answered.
  const phase = state.microphone === "pending" ? "preparing" : "connecting";
  return [{ ...state, phase, conversation, persona: persona ?? state.persona, endsAt: at + endsInMs }, [
    { type: "call.connect", call: state.candidate, conversation, credentials: { secret, callsUrl } },
    { type: "timer.start", name: "connect", ms: CONNECT_MS },
    { type: "timer.start", name: "heartbeat", ms: HEARTBEAT_MS },
    { type: "timer.start", name: "limit", ms: Math.max(0, endsInMs) },
    goodbyeTimer(endsInMs),
  ]];
}

/** The microphone's question is answered. @param {State} state @param {number} at @returns {Step} */
function settled(state, at) {
  const { conversation, candidate, candidateUntil, voice } = state;
  if (!conversation) return [state, []];
  const next = { ...state, phase: /** @type {const} */ ("connecting") };
  if (candidateUntil) return firstLive(next, at);
  if (candidate) return [next, []];
  // The question stood longer than the call that waited for its answer.
  const call = state.lastCall + 1;
  return [{ ...next, candidate: call, lastCall: call }, [
    { type: "call.open", call, conversation, voice, cause: "reconnect" },
    { type: "timer.start", name: "connect", ms: CONNECT_MS },
  ]];
}

/** The first call can be talked on. @param {State} state @param {number} at @returns {Step} */
export function firstOpened(state, at) {
  if (state.phase === "connecting") return firstLive(state, at);
  return [{ ...state, candidateUntil: Infinity }, [{ type: "timer.cancel", name: "connect" }]];
}

/** @param {State} state @param {EventOf<"conversation.refused">} event @returns {Step} */
export function refused(state, { visit, code, detail }) {
  return visit === state.visit && state.phase === "preparing" ? fail(state, { code, detail }) : [state, []];
}

/** The first call could not be made. @param {State} state @param {{code: string, detail: string}} problem @returns {Step} */
export function connectFailed(state, { code, detail }) {
  // It stood and waited for the microphone: the answer will open another.
  if (state.phase === "preparing" && state.candidateUntil) return closeCandidate(state);
  return state.phase === "connecting" || state.phase === "preparing"
    ? leave(state, { phase: "failed", reason: code, detail, tell: "failed" })
    : [state, []];
}

/** The first call is up: the character greets. @param {State} state @param {number} at @returns {Step} */
function firstLive(state, at) {
  const { candidate: call, candidateUntil: until } = state;
  const [responses, events] = request(state.responses, {});
  return [
    {
      ...state, phase: "live", call, candidate: 0, candidateUntil: 0, responses,
      ledger: add(state.ledger, { connect_ms: at - state.startedAt }),
    },
    [
      { type: "timer.cancel", name: "connect" },
      { type: "call.adopt", call },
      ...callTimers(until ? until - at : 0),
      ...send(call, events),
      // Last, for an audio context takes long to make. The press still counts as leave to sound.
      { type: "speaker.wake" },
    ],
  ];
}

/** What a call's session has ahead of it. @param {number} expiresInMs time until the session's end; 0 or endless when the provider did not say @returns {readonly Effect[]} */
export function callTimers(expiresInMs) {
  if (expiresInMs <= 0 || expiresInMs === Infinity) return [{ type: "timer.cancel", name: "rollover" }];
  // A session shorter than the lead is used for half of its time, so that short ones can't
  // follow each other without a pause.
  const ms = expiresInMs > ROLLOVER_MS ? expiresInMs - ROLLOVER_MS : expiresInMs / 2;
  return [{ type: "timer.start", name: "rollover", ms: Math.round(ms) }];
}
