/** What the provider says while a call is up. */
import { REPLAYED, cut, failTranscript, hear, place, say, sayAll, transcribe } from "../captions.js";
import { soundsLikeCrisis } from "../crisis.js";
import { isMending, isTalking } from "../facts.js";
import { add } from "../ledger.js";
import { created, done, refused, request, send } from "../responses.js";
import { functionOutput, useTool } from "../tools.js";
import { fail, isFatal } from "./ending.js";
import { countTurn, soundStarted, soundStopped, speechStarted, speechStopped } from "./floor.js";
import { heal, lose } from "./healing.js";
import { callTimers } from "./starting.js";
/** @import { ClientEvent, EventOf, Heard, ResponseDone, State, Step } from "../types.d.ts" */

/** @param {State} state @param {Heard & {at: number}} event @returns {Step} */
export function heard(state, event) {
  if (event.type === "server.session") return session(state, event);
  // Words of a call that was replaced, or is not taken up yet, are nobody's.
  if (event.call !== state.call || !(isTalking(state) || isMending(state))) return [state, []];
  switch (event.type) {
    case "server.item": {
      const confirmed = state.replaying !== "" && event.item === state.replaying;
      const next = confirmed ? { ...state, replaying: "", ledger: add(state.ledger, { memory_kept: 1 }) } : state;
      return [{ ...next, captions: place(state.captions, event) }, []];
    }
    case "server.committed":
      return [countTurn({ ...state, captions: place(state.captions, { ...event, speaker: "visitor", text: "" }) }), []];
    case "server.heard":
      return [{ ...state, captions: hear(state.captions, event.item, event.delta) }, []];
    case "server.transcribed":
      return [mindCrisis({ ...state, captions: transcribe(state.captions, event.item, event.text) }, event.text), []];
    case "server.transcription-failed":
      return [{ ...state, captions: failTranscript(state.captions, event.item) }, []];
    case "server.said":
      if (state.turn.dropped.includes(event.response)) return [state, []];
      return [{ ...state, captions: say(state.captions, event) }, []];
    case "server.said-all":
      if (state.turn.dropped.includes(event.response)) return [state, []];
      return [{ ...state, captions: sayAll(state.captions, event) }, []];
    case "server.truncated":
      return [{ ...state, captions: cut(state.captions, event) }, []];
    case "server.speech-started":
      return speechStarted(state);
    case "server.speech-stopped":
      return speechStopped(state, event.at);
    case "server.sound-started":
      return soundStarted(state, event);
    case "server.sound-stopped":
      return soundEnded(state, event);
    case "server.response-created":
      return responseCreated(state, event.response);
    case "server.response-done":
      return responseDone(state, event);
    case "server.error":
      return serverError(state, event);
  }
}

/** @param {State} state @param {EventOf<"server.sound-stopped">} event @returns {Step} */
function soundEnded(state, { response, at }) {
  // Nobody heard it. It stays what he was saying, so that the next call says it again.
  if (state.mute && isMending(state)) return [state, []];
  // Nothing more is due to arrive: the sound that was missed had come to its end.
  const [healed, effects] = state.stalled && state.turn.speaking === response ? heal(state, at) : [state, []];
  const [next, more] = soundStopped(healed, response);
  return [next, [...effects, ...more]];
}

/** The provider tells how long a session may last. @param {State} state @param {EventOf<"server.session">} event @returns {Step} */
function session(state, { call, at, expiresInMs }) {
  if (call === state.call) return [state, callTimers(expiresInMs)];
  const waits = call === state.candidate && state.candidateUntil;
  return [waits ? { ...state, candidateUntil: expiresInMs ? at + expiresInMs : Infinity } : state, []];
}

/** @param {State} state @param {string} response @returns {Step} */
function responseCreated(state, response) {
  const [responses, events] = created(state.responses, response);
  const dropped = state.responses.cancelOnCreate ? [...state.turn.dropped, response].slice(-4) : state.turn.dropped;
  return [
    { ...state, responses, notice: "", turn: { ...state.turn, awaiting: false, dropped } },
    send(state.call, events),
  ];
}

/** @param {State} state @param {ResponseDone} event @returns {Step} */
function responseDone(state, event) {
  const { response, status, code, usage } = event;
  if (status === "failed" && isFatal(code)) return fail(state, { code, detail: "" });
  const silent = status === "completed" && event.hasMessage && state.turn.sounded !== response;
  const captions = status === "completed" ? state.captions : cut(state.captions, { response });
  let next = {
    ...state, captions, usage: add(state.usage, usage), notice: status === "failed" ? "reply_failed" : state.notice,
    turn: { ...state.turn, awaiting: false, silent: silent ? response : "" },
  };
  /** @type {readonly ClientEvent[]} */
  let outputs = [];
  if (status === "completed" && !state.turn.dropped.includes(response)) [next, outputs] = answerTools(next, event);
  let [responses, events] = done(next.responses, response);
  if (outputs.length) {
    const [asked, more] = request(responses, {});
    [responses, events] = [asked, [...events, ...more]];
  }
  return [{ ...next, responses }, send(state.call, [...outputs, ...events])];
}

/** @param {State} state @param {ResponseDone} event @returns {[State, readonly ClientEvent[]]} */
function answerTools(state, { calls }) {
  let next = state;
  const outputs = calls.map((call) => {
    const { output, flower, help } = useTool(call, next.persona.flowers, next.crisis);
    if (help) next = raiseCrisis(next);
    if (flower) next = { ...next, flower: { ...flower, serial: (next.flower?.serial ?? 0) + 1 } };
    return functionOutput(call.callId, output);
  });
  return [next, outputs];
}

/** @param {State} state @param {EventOf<"server.error">} event @returns {Step} */
function serverError(state, { code, eventId, at }) {
  if (isFatal(code)) return fail(state, { code, detail: "" });
  if (code === "session_expired") return lose(state, at, "session_expired");
  if (state.replaying && eventId.startsWith(REPLAYED)) {
    return [{ ...state, replaying: "", notice: "memory_lost", ledger: add(state.ledger, { memory_lost: 1 }) }, []];
  }
  const [responses, events] = refused(state.responses, eventId, code);
  return [{ ...state, responses }, send(state.call, events)];
}

/** Pin the help panel; flowers stop for this conversation. @param {State} state @returns {State} */
export const raiseCrisis = (state) => ({
  ...state, crisis: true, help: true, flower: null, ledger: { ...state.ledger, crisis: 1 },
});

/** @param {State} state @param {string} text @returns {State} */
export const mindCrisis = (state, text) => (soundsLikeCrisis(text) ? raiseCrisis(state) : state);
