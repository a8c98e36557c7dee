/** From the button to the first live call. What can run together does. */
import { INITIAL, isLost, isResting } from "../facts.js";
import { request, send } from "../responses.js";
import { add } from "../ledger.js";
import { fail, leave } from "./ending.js";
/** @import { Effect, EventOf, State, Step } from "../types.d.ts" */

const HEARTBEAT_MS = 15_000;
const CONNECT_MS = 15_000;
/** A planned new call is due this long before the provider's limit. */
const ROLLOVER_MS = 300_000;
/** A secret this close to its end is not worth a try. */
const SECRET_MARGIN_MS = 4_000;
/** The character says goodbye this long before the end; in a short visit, in its last quarter. */
const GOODBYE_MS = 120_000;

/** @param {State} state @param {EventOf<"visitor.start">} event @returns {Step} */
export function start(state, { voice, at }) {
  if (!isResting(state) || state.phase === "closed" || isLost(state)) return [state, []];
  const visit = state.visit + 1;
  const call = state.lastCall + 1;
  const { house, kiosk, flowers, goodbyeWords, cutWords } = state;
  /** @type {Effect[]} */
  const effects = [{ type: "timer.cancel", name: "rest" }];
  if (voice) effects.push({ type: "microphone.open", visit });
  effects.push({ type: "conversation.begin", visit }, { type: "call.prepare", call, voice });
  // Last, for an audio context can take long to make; still in the click, so that sound is allowed.
  effects.push({ type: "speaker.wake" });
  return [
    {
      ...INITIAL, house, kiosk, flowers, goodbyeWords, cutWords, visit, voice, phase: "preparing", startedAt: at,
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
  if (state.phase === "preparing") return proceed(next, event.at);
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
  const { conversation, secret, callsUrl, secretInMs, endsInMs, at } = event;
  if (event.visit !== state.visit || state.phase !== "preparing") {
    // The visitor left while the server was answering: give the seat back.
    const { ledger, usage } = INITIAL;
    return [state, [{ type: "conversation.end", conversation, reason: "visitor", ledger, usage }]];
  }
  const next = {
    ...state, conversation, endsAt: at + endsInMs,
    secret: { secret, callsUrl, until: at + secretInMs },
  };
  const goodbyeMs = endsInMs - Math.min(GOODBYE_MS, endsInMs / 4);
  const [after, effects] = proceed(next, at);
  return [after, [
    { type: "timer.start", name: "heartbeat", ms: HEARTBEAT_MS },
    { type: "timer.start", name: "limit", ms: Math.max(0, endsInMs) },
    { type: "timer.start", name: "goodbye", ms: Math.max(0, goodbyeMs) },
    ...effects,
  ]];
}

/** Connect once both the microphone's answer and the secret are there. @param {State} state @param {number} at @returns {Step} */
function proceed(state, at) {
  const { conversation, secret, candidate, voice } = state;
  if (state.microphone === "pending" || !conversation || !secret) return [state, []];
  // The microphone question can stand longer on the screen than a secret lives.
  const fresh = secret.until - at > SECRET_MARGIN_MS;
  return [
    { ...state, phase: "connecting", secret: null },
    [
      fresh
        ? { type: "call.connect", call: candidate, conversation, credentials: secret }
        : { type: "call.open", call: candidate, conversation, voice, cause: "reconnect" },
      { type: "timer.start", name: "connect", ms: CONNECT_MS },
    ],
  ];
}

/** @param {State} state @param {EventOf<"conversation.refused">} event @returns {Step} */
export function refused(state, { visit, code, detail }) {
  return visit === state.visit && state.phase === "preparing" ? fail(state, { code, detail }) : [state, []];
}

/** The first call could not be made. @param {State} state @param {{code: string, detail: string}} problem @returns {Step} */
export function connectFailed(state, { code, detail }) {
  return state.phase === "connecting" || state.phase === "preparing"
    ? leave(state, { phase: "failed", reason: code, detail, tell: "failed" })
    : [state, []];
}

/** The first call is up: the character greets. @param {State} state @param {number} at @returns {Step} */
export function firstLive(state, at) {
  const call = state.candidate;
  const [responses, events] = request(state.responses, {});
  return [
    {
      ...state, phase: "live", call, candidate: 0, responses,
      ledger: add(state.ledger, { connect_ms: at - state.startedAt }),
    },
    [
      { type: "timer.cancel", name: "connect" },
      { type: "call.adopt", call },
      ...send(call, events),
    ],
  ];
}

/** What a call's session has ahead of it. @param {number} expiresInMs time until the session's end; 0 when the provider did not say @returns {readonly Effect[]} */
export function callTimers(expiresInMs) {
  if (expiresInMs <= 0) return [{ type: "timer.cancel", name: "rollover" }];
  // A session shorter than the lead is used for half of its time, so that short ones can't
  // follow each other without a pause.
  const ms = expiresInMs > ROLLOVER_MS ? expiresInMs - ROLLOVER_MS : expiresInMs / 2;
  return [{ type: "timer.start", name: "rollover", ms: Math.round(ms) }];
}
