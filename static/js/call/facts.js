/** Questions one asks of the state. */
import { NONE, isIdle } from "./responses.js";
import { EMPTY_LEDGER, NO_USAGE } from "./ledger.js";
/** @import { Floor, State, Turn } from "./types.d.ts" */

/** By then the first sight stands, on a slow phone too; what it does not need may be asked for. */
export const PAINTED_MS = 2_000;

/** @type {Turn} */
export const FRESH_TURN = Object.freeze({
  gate: "open", ticket: 0, speaking: "", sounded: "", dropped: [], visitorSpeaking: false,
  awaiting: false, silent: "", endedAt: 0, closingAt: 0,
});

/** @type {State} */
export const INITIAL = Object.freeze({
  phase: "idle", reason: "", detail: "", notice: "", message: "",
  house: null, kiosk: false, abroad: false, signs: 0, persona: { flowers: [], glossary: [] }, stamp: "", goodbyeWords: "", cutWords: "",
  visit: 0, voice: true, microphone: "none", muted: false, hearing: null, soundBlocked: false, startedAt: 0,
  conversation: null, parted: null, felt: "",
  call: 0, candidate: 0, candidateUntil: 0, lastCall: 0, callDead: false, attempt: 0, lostAt: 0,
  stalled: false, mute: false, offline: false, knocks: 0,
  endsAt: 0, goodbye: "none", rolloverDue: false, houseOpen: true,
  turn: FRESH_TURN, responses: NONE, silentAsked: false,
  captions: [], held: [], textCount: 0, replaying: "", replayed: 0, flower: null, crisis: false, help: false,
  ledger: EMPTY_LEDGER, gaps: [], usage: NO_USAGE,
});

/** A call is up and words go both ways. @param {State} state */
export const isTalking = ({ phase }) =>
  phase === "live" || phase === "rolling-over" || phase === "saying-goodbye";

/** The tries are used up, but the conversation still lives and may be taken up again. @param {State} state */
export const isLost = ({ phase, reason, conversation }) =>
  phase === "failed" && reason === "lost" && conversation !== null;

/** There is a conversation that a broken call can be healed in. @param {State} state */
export const isMending = (state) => state.phase === "reconnecting" || isLost(state);

/** Nothing of a visit is going on: the house's status is asked for. @param {Pick<State, "phase">} state */
export const isResting = ({ phase }) =>
  phase === "closed" || phase === "idle" || phase === "ended" || phase === "failed";

/** Nothing of a visit is on the screen, and nobody reads the numbers. @param {State} state */
export const isUntouched = ({ phase, captions, help }) =>
  (phase === "idle" || phase === "closed") && captions.length === 0 && !help;

/** @param {State} state @returns {Floor} */
export function floorOf({ turn, responses, held }) {
  if (turn.visitorSpeaking && turn.gate === "open") return "visitor-speaking";
  if (turn.speaking || turn.gate !== "open") return "character-speaking";
  return turn.awaiting || held.length > 0 || !isIdle(responses) ? "thinking" : "listening";
}

/** The phase while words go both ways. @param {State} state @returns {"live" | "saying-goodbye"} */
export const phaseOfTalk = (state) => (state.goodbye === "said" ? "saying-goodbye" : "live");

/** Something was said that both know of: a greeting nobody heard is said again. @param {State} state */
export const wasHeard = ({ captions, ledger }) =>
  ledger.first_sound_ms > 0 || captions.some(({ speaker, text }) => speaker === "visitor" && text);

/** Nobody speaks and nobody is about to. @param {State} state */
export const atPause = (state) => isTalking(state) && floorOf(state) === "listening";

/** The call that ought to show signs of life, 0 when none; and the reply whose sound is due. @param {State} state */
export const watchedCall = (state) => {
  const call = !state.callDead && (isTalking(state) || isMending(state)) ? state.call : 0;
  // Sound that waits for a touch is not even decoded.
  return { call, response: call !== 0 && !state.soundBlocked ? state.turn.speaking : "" };
};

/** Whether the visitor's voice may leave the page. @param {State} state */
export const microphoneOpen = (state) =>
  state.microphone === "ready" && !state.muted && state.turn.gate === "open" &&
  (isTalking(state) || state.phase === "reconnecting");

/** How the visit left them: asked of those who said something, and of nobody in danger. @param {State} state */
export const asksFeeling = ({ phase, parted, crisis, captions }) =>
  phase === "ended" && parted !== null && !crisis && captions.some(({ speaker, text }) => speaker === "visitor" && text);
