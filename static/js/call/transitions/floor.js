/**
 * Whose turn it is, and the half-duplex gate.
 *
 * The microphone closes when the character's sound starts and opens when it has really been
 * played: the provider's buffer is empty, the loudspeaker is quiet, and the room's echo is gone.
 */
import { isTalking } from "../facts.js";
import { add, addGap } from "../ledger.js";
import { cancel, send } from "../responses.js";
import { cut } from "../captions.js";
/** @import { Effect, EventOf, State, Step, Turn } from "../types.d.ts" */

/**
 * The browser's jitter buffer holds some 100 ms after the provider's is empty, on a struggling
 * machine or line ten times that, with gaps in it; the bound is for a level that can't be trusted.
 */
const DRAIN = { quietMs: 80, boundMs: 2_000 };
/** 1,024 tokens of sound last 51 s. A longer reply is one that is still heard then. */
const GATE_BOUND_MS = 60_000;
/** 4,096 tokens, the most there is, last 205 s: with the bound above this outlasts every reply. */
const OVERDUE_QUIET = { quietMs: 1_500, boundMs: 150_000 };

/** @param {State} state @param {EventOf<"server.sound-started">} event @returns {Step} */
export function soundStarted(state, { response, at, arrivedAt = at }) {
  if (state.turn.dropped.includes(response)) {
    // It had begun before the provider heard of the cancel, which ends the words and not the sound.
    return [state, [{ type: "speaker.hush", on: true }, ...send(state.call, [{ type: "output_audio_buffer.clear" }])]];
  }
  const half = state.conversation?.halfDuplex ?? true;
  /** @type {Turn} */
  const turn = {
    ...state.turn, speaking: response, sounded: response, silent: "", awaiting: false,
    ticket: state.turn.ticket + 1, endedAt: 0,
    ...(half && { gate: "closed", visitorSpeaking: false, closingAt: arrivedAt }),
  };
  const next = { ...measured(state, at), turn, silentAsked: false };
  /** @type {Effect[]} */
  const effects = [{ type: "speaker.hush", on: false }, { type: "timer.cancel", name: "tail" }];
  if (!half) return [next, effects];
  // Without the clear, closing in the middle of the visitor's speech would end that half sentence
  // as a turn.
  effects.push(...send(state.call, [{ type: "input_audio_buffer.clear" }]));
  effects.push({ type: "timer.start", name: "gate", ms: GATE_BOUND_MS });
  return [next, effects];
}

/** How long the visitor waited for this sound. @param {State} state @param {number} at @returns {State} */
function measured(state, at) {
  const first_sound_ms = state.ledger.first_sound_ms || Math.round(at - state.startedAt);
  const ledger = { ...state.ledger, first_sound_ms };
  if (!state.turn.endedAt) return { ...state, ledger };
  const gap = Math.round(at - state.turn.endedAt);
  const { gaps, median } = addGap(state.gaps, gap);
  return { ...state, gaps, ledger: { ...ledger, turn_gap_ms: median, turn_gap_ms_max: Math.max(gap, ledger.turn_gap_ms_max) } };
}

/** The microphone is really closed. @param {State} state @param {number} at @returns {Step} */
export function gateClosed(state, at) {
  const { closingAt } = state.turn;
  if (!closingAt) return [state, []];
  const gate_close_ms_max = Math.max(state.ledger.gate_close_ms_max, Math.round(at - closingAt));
  return [{ ...state, turn: { ...state.turn, closingAt: 0 }, ledger: { ...state.ledger, gate_close_ms_max } }, []];
}

/** Played out, or cleared, at the provider. @param {State} state @param {string} response @returns {Step} */
export function soundStopped(state, response) {
  if (state.turn.speaking !== response) return [state, []];
  const ticket = state.turn.ticket + 1;
  const turn = { ...state.turn, speaking: "", ticket, closingAt: 0 };
  if (state.turn.gate === "open") return [{ ...state, turn }, []];
  return [
    { ...state, turn: { ...turn, gate: "draining" } },
    [{ type: "timer.cancel", name: "gate" }, { type: "speaker.await-quiet", ticket, ...DRAIN }],
  ];
}

/** The loudspeaker is quiet: what is left is the echo in the room. @param {State} state @param {number} ticket @returns {Step} */
export function quiet(state, ticket) {
  if (state.turn.gate !== "draining" || state.turn.ticket !== ticket) return [state, []];
  return [state, [tail(state)]];
}

/** What is left is the echo in the room. @param {State} state @returns {Effect} */
const tail = (state) => ({ type: "timer.start", name: "tail", ms: state.conversation?.echoTailMs ?? 0 });

/** The end of his sound is not announced: believe the ear instead. @param {State} state @returns {Step} */
export function overdue(state) {
  if (state.turn.gate !== "closed") return [state, []];
  const ticket = state.turn.ticket + 1;
  return [
    { ...state, turn: { ...state.turn, ticket, gate: "draining" } },
    [{ type: "speaker.await-quiet", ticket, ...OVERDUE_QUIET }],
  ];
}

/** The echo is gone. @param {State} state @returns {Step} */
export function openGate(state) {
  return [{ ...state, turn: { ...state.turn, gate: "open", speaking: "", ticket: state.turn.ticket + 1 } }, []];
}

/**
 * Take the floor from the character at once. Its sound is hushed here, so only the echo of what
 * was already heard is waited for; what still arrives of the response is dropped.
 * @param {State} state
 * @returns {Step}
 */
export function takeFloor(state) {
  const { speaking, dropped, ticket, gate } = state.turn;
  const [responses, events] = cancel(state.responses);
  const cutOff = [speaking, responses.active].filter((id) => id !== "" && !dropped.includes(id));
  const playing = speaking !== "" || gate !== "open";
  /** @type {Effect[]} */
  const effects = [
    ...send(state.call, playing ? [...events, { type: "output_audio_buffer.clear" }] : events),
    { type: "timer.cancel", name: "gate" },
  ];
  if (playing) effects.push({ type: "speaker.hush", on: true });
  if (gate !== "open") effects.push(tail(state));
  return [
    {
      ...state, responses, silentAsked: false,
      captions: cutOff.reduce((captions, response) => cut(captions, { response }), state.captions),
      turn: {
        ...state.turn, speaking: "", silent: "", awaiting: false, ticket: ticket + 1,
        dropped: [...dropped, ...cutOff].slice(-4), gate: gate === "open" ? "open" : "draining",
      },
    },
    effects,
  ];
}

/** @param {State} state @returns {Step} */
export function speechStarted(state) {
  // Late echoes of speech from before the gate closed change nothing.
  if (state.turn.gate !== "open") return [state, []];
  return [{ ...state, notice: "", turn: { ...state.turn, visitorSpeaking: true, awaiting: false, silent: "", endedAt: 0 } }, []];
}

/** @param {State} state @param {number} at @returns {Step} */
export function speechStopped(state, at) {
  if (!state.turn.visitorSpeaking) return [state, []];
  return [{ ...state, turn: { ...state.turn, visitorSpeaking: false, awaiting: true, endedAt: at } }, []];
}

/**
 * The visitor's turn is in the conversation. That is real conversation, so the tries count afresh;
 * but not when it is a late word of a call that is broken now.
 * @param {State} state @returns {State}
 */
export const countTurn = (state) => ({
  ...state, attempt: isTalking(state) ? 0 : state.attempt, ledger: add(state.ledger, { turns: 1 }),
});
