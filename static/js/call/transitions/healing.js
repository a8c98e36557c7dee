/**
 * A broken or ageing call, and the one that takes its place.
 *
 * A new call is opened beside the old one. It gets neither the microphone nor the loudspeaker
 * before it is adopted, so two voices never speak. The old call stays open until then: when it
 * comes back first it wins, because it remembers.
 */
import { closeAll, cut } from "../captions.js";
import { FRESH_TURN, isMending, isTalking, phaseOfTalk, wasHeard } from "../facts.js";
import { add, drop, recovery } from "../ledger.js";
import { replayEvents, turnsToReplay } from "../replay.js";
import { NONE, request, send, whisper } from "../responses.js";
import { closeCandidate, openBeside } from "./beside.js";
import { fail, isFatal } from "./ending.js";
import { callTimers } from "./starting.js";
/** @import { DropCause, Effect, EventOf, State, Step } from "../types.d.ts" */

export const ATTEMPTS = 5;
const ATTEMPT_EVERY_MS = 3_000;
/** An attempt is given up whole after this, its secret's fetch too: one hung fetch would eat them all. */
const ATTEMPT_ABORT_MS = 2_500;
const ROLLOVER_ABORT_MS = 10_000;
const ROLLOVER_AGAIN_MS = 30_000;
const LOST_HOUSE_MS = 3_000;
/** Quiet tries after the counted ones: a minute's worth, at one for each answer of our server. */
const KNOCKS = 15;
/** After an outage the sound that was on its way plays out first. */
const HEALED_QUIET = { quietMs: 1_500, boundMs: 60_000 };

/** The ends after which a call can't come back. @type {ReadonlySet<DropCause>} */
const DEADLY = new Set(["closed", "channel_closed", "session_expired", "no_answer"]);

/** The current call broke. @param {State} state @param {number} at @param {DropCause} cause @returns {Step} */
export function lose(state, at, cause) {
  const dead = DEADLY.has(cause);
  // From here on the link's own word counts, not that of the sound.
  if (isMending(state)) return [{ ...state, callDead: state.callDead || dead, stalled: false }, []];
  if (!isTalking(state)) return [state, []];
  /** @type {State} */
  const lost = {
    ...state, phase: "reconnecting", rolloverDue: state.rolloverDue || state.phase === "rolling-over", lostAt: at, callDead: dead, stalled: false, mute: false, knocks: 0,
    candidateUntil: 0, notice: "", ledger: drop(state.ledger, cause),
  };
  // A planned new call that stands already and only waited for a pause.
  const { candidateUntil: until } = state;
  return until ? adopt(lost, at, until - at) : tryOrGiveUp(lost);
}

/** @param {State} state @returns {Step} */
function tryOrGiveUp(state) {
  const [cleared, effects] = closeCandidate(state);
  const [next, more] = state.attempt < ATTEMPTS ? tryAgain(cleared) : giveUp(cleared);
  return [next, [...effects, ...more]];
}

/** Begin one attempt. @param {State} state @returns {Step} */
function tryAgain(state) {
  const [next, effects] = openBeside(state, "reconnect", ATTEMPT_ABORT_MS);
  return [
    {
      ...next, phase: "reconnecting", reason: "", detail: "", attempt: Math.min(state.attempt + 1, ATTEMPTS),
      ledger: add(state.ledger, { attempts: 1 }),
    },
    [...effects, { type: "timer.start", name: "next-attempt", ms: ATTEMPT_EVERY_MS }],
  ];
}

/** Say so honestly, and keep listening: the old call, the network, a button. @param {State} state @returns {Step} */
function giveUp(state) {
  return [
    { ...state, phase: "failed", reason: "lost" },
    [{ type: "timer.start", name: "house", ms: LOST_HOUSE_MS }],
  ];
}

/** The attempt's time is up. @param {State} state @returns {Step} */
export function abandon(state) {
  const [next, effects] = closeCandidate(state);
  if (state.phase !== "rolling-over") return [next, effects];
  return [
    { ...next, phase: phaseOfTalk(state) },
    [...effects, { type: "timer.start", name: "rollover", ms: ROLLOVER_AGAIN_MS }],
  ];
}

/** The next attempt is due. @param {State} state @returns {Step} */
export const next = (state) => (state.phase === "reconnecting" ? tryOrGiveUp(state) : [state, []]);

/** One try at once and outside the count: what hangs in the network that was is given up. @param {State} state @returns {Step} */
export function knock(state) {
  return isMending(state) ? tryOrGiveUp({ ...state, attempt: Math.max(0, state.attempt - 1) }) : [state, []];
}

/**
 * Our server answers although the tries are used up: try behind the honest screen, which stays.
 * The provider may be what is out of reach, so an answer is reason enough for a while; later only
 * a server that was away and is back.
 * @param {State} state @param {boolean} back @returns {Step}
 */
export function quietTry(state, back) {
  if (state.candidate || (!back && state.knocks >= KNOCKS)) return [state, []];
  const knocked = { ...state, knocks: state.knocks + 1, ledger: add(state.ledger, { attempts: 1 }) };
  return openBeside(knocked, "reconnect", ATTEMPT_ABORT_MS);
}

/** The visitor asks for another round. @param {State} state @returns {Step} */
export function retry(state) {
  return isMending(state) ? tryOrGiveUp({ ...state, attempt: 0, knocks: 0 }) : [state, []];
}

/** A new call could not be made. @param {State} state @param {EventOf<"call.failed">} event @returns {Step} */
export function candidateFailed(state, { code, detail }) {
  if (isFatal(code)) return fail(state, { code, detail });
  return abandon(state);
}

/** The old call is back, with everything it remembers. @param {State} state @param {number} at @returns {Step} */
export function heal(state, at) {
  if (!isMending(state) || state.callDead) return [state, []];
  const [alone, closing] = closeCandidate(state);
  /** @type {Effect[]} */
  const effects = [...closing, { type: "timer.cancel", name: "next-attempt" }];
  const ticket = alone.turn.ticket + 1;
  const shut = alone.turn.gate !== "open";
  if (shut) effects.push({ type: "speaker.await-quiet", ticket, ...HEALED_QUIET });
  return [
    {
      ...alone, ...recovered(alone), ledger: add(recovery(alone.ledger, at - alone.lostAt), { memory_kept: 1 }),
      turn: {
        ...alone.turn, ticket, gate: shut ? "draining" : "open", visitorSpeaking: false,
        // The end of a reply that was all silence may have been told already.
        speaking: alone.mute && !shut ? "" : alone.turn.speaking,
      },
    },
    effects,
  ];
}

/** @param {State} state */
const recovered = (state) => ({ phase: phaseOfTalk(state), reason: "", detail: "", lostAt: 0, stalled: false, mute: false });

/** Begin a planned new call. @param {State} state @returns {Step} */
export function rollOver(state) {
  return openBeside({ ...state, phase: "rolling-over", rolloverDue: false }, "rollover", ROLLOVER_ABORT_MS);
}

/**
 * Take up the new call: close the old one, restore the memory, go on. After a break the character
 * goes on by itself; after a planned change, made at a pause, nobody needs to speak.
 * @param {State} state @param {number} at @param {number} expiresInMs
 * @returns {Step}
 */
export function adopt(state, at, expiresInMs) {
  const { candidate, call, conversation } = state;
  if (!conversation) return [state, []];
  const mended = isMending(state);
  // What he was saying when it broke was heard in part only, whatever the screen shows of it.
  const captions = wasHeard(state) ? closeAll(cut(state.captions, { response: state.turn.speaking })) : [];
  const turns = turnsToReplay(captions, conversation.replay, state.cutWords);
  const replay = replayEvents(turns, candidate);
  const order = mended && wasHeard(state) ? whisper(conversation.replay.instructions) : [];
  const fresh = { ...NONE, sequence: state.responses.sequence };
  const [responses, speak] = mended ? request(fresh, {}) : [fresh, []];
  const ledger = mended ? recovery(state.ledger, at - state.lostAt) : state.ledger;
  return [
    {
      ...state, ...recovered(state), call: candidate, candidate: 0, candidateUntil: 0, callDead: false, rolloverDue: false,
      responses, turn: { ...FRESH_TURN, ticket: state.turn.ticket + 1 }, held: [], silentAsked: false,
      captions, replayed: turns.length,
      replaying: turns.length ? `${replay.at(-1)?.["event_id"]}` : "",
      ledger: turns.length ? ledger : add(ledger, { memory_kept: 1 }),
    },
    [
      { type: "timer.cancel", name: "attempt" },
      { type: "timer.cancel", name: "next-attempt" },
      { type: "call.close", call },
      { type: "call.adopt", call: candidate },
      ...callTimers(expiresInMs),
      ...send(candidate, [...replay, ...order, ...speak]),
    ],
  ];
}
