/**
 * The orders of events recorded from the provider, as they stand on the wire: each passes through
 * the reader and the machine with the captions right, whatever unknown comes between.
 *
 * The letters are those of the recordings: a spoken turn, a typed turn, interruptions, tools,
 * failures, the idle nudge, the session's limit.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder, isShown } from "../../static/js/call/captions.js";
import { floorOf } from "../../static/js/call/facts.js";
import { readServerEvent } from "../../static/js/call/server-events.js";
import { FLOWER, connecting, listening } from "./play.js";

const part = { type: "audio", transcript: "" };
const userItem = (id, content = [{ type: "input_audio", transcript: null }]) =>
  ({ id, object: "realtime.item", type: "message", status: "completed", role: "user", content });
const characterItem = (id, more = {}) =>
  ({ id, object: "realtime.item", type: "message", status: "in_progress", role: "assistant", content: [], ...more });
const added = (item, after = null) => ({ type: "conversation.item.added", previous_item_id: after, item });
const itemDone = (item, after = null) => ({ type: "conversation.item.done", previous_item_id: after, item });
const created = (id) => ({ type: "response.created", response: { object: "realtime.response", id, status: "in_progress", output: [] } });
const done = (id, more = {}) => ({ type: "response.done", response: { object: "realtime.response", id, status: "completed", status_details: null, output: [], usage: null, ...more } });
const completed = (id, item) => done(id, { output: [{ ...item, status: "completed" }] });
const cancelled = (id, reason) => done(id, { status: "cancelled", status_details: { type: "cancelled", reason }, usage: { total_tokens: 0 } });
const buffer = (what, response) => ({ type: `output_audio_buffer.${what}`, response_id: response });
const truncated = (item) => ({ type: "conversation.item.truncated", item_id: item, content_index: 0, audio_end_ms: 900 });
const LIMITS = { type: "rate_limits.updated", rate_limits: [{ name: "tokens", limit: 1, remaining: 1, reset_seconds: 0.1 }] };
const heard = (item, delta) => ({ type: "conversation.item.input_audio_transcription.delta", item_id: item, content_index: 0, delta });
const transcribed = (item, transcript) => ({ type: "conversation.item.input_audio_transcription.completed", item_id: item, content_index: 0, transcript, usage: { type: "duration", seconds: 2 } });

/** The visitor speaks: what the provider says of it before it answers. */
const spokenBy = (item, after) => [
  { type: "input_audio_buffer.speech_started", audio_start_ms: 100, item_id: item },
  { type: "input_audio_buffer.speech_stopped", audio_end_ms: 2_000, item_id: item },
  { type: "input_audio_buffer.committed", item_id: item, previous_item_id: after },
  added(userItem(item), after), itemDone(userItem(item), after),
];
/** A spoken answer up to its last word. */
const answerWords = (response, item, after, words, more = {}) => {
  const place = { response_id: response, item_id: item, output_index: 0, content_index: 0 };
  const deltas = words.map((delta) => ({ type: "response.output_audio_transcript.delta", ...place, delta }));
  return [
    created(response),
    { type: "response.output_item.added", response_id: response, output_index: 0, item: characterItem(item, more) },
    added(characterItem(item, more), after),
    { type: "response.content_part.added", ...place, part },
    ...deltas.slice(0, 2), buffer("started", response), ...deltas.slice(2),
  ];
};
const answerDone = (response, item, after, words) => {
  const place = { response_id: response, item_id: item, output_index: 0, content_index: 0 };
  const whole = characterItem(item, { status: "completed", content: [{ type: "output_audio", transcript: words.join("") }] });
  return [
    { type: "response.output_audio.done", ...place },
    { type: "response.output_audio_transcript.done", ...place, transcript: words.join("") },
    { type: "response.content_part.done", ...place, part: { ...part, transcript: words.join("") } },
    itemDone(whole, after), { type: "response.output_item.done", response_id: response, output_index: 0, item: whole },
    completed(response, whole), LIMITS, buffer("stopped", response),
  ];
};
const spokenAnswer = (response, item, after, words) => [...answerWords(response, item, after, words), ...answerDone(response, item, after, words)];
const SAID = ["그러", "셨군요. ", "이디 앉으", "십서."];

/** Play wire events; between any two stands something nobody knows yet, and each carries a field nobody knows. */
function tell(play, events) {
  for (const [index, event] of events.entries()) {
    for (const wire of [
      { type: "response.hologram.delta", event_id: `x${index}`, delta: { deep: [null] } },
      { ...event, event_id: `e${index}`, x_not_known_yet: { item_id: "no item", delta: "no words" } },
    ]) {
      const read = readServerEvent(JSON.stringify(wire), 0);
      if (read) play.do({ ...read, call: play.state.call });
    }
  }
  return play;
}
/** Captions since the greeting. */
const lines = (play) => inOrder(play.state.captions).filter(isShown).slice(1).map(({ speaker, text, progress }) => `${speaker} ${progress}: ${text}`);
/** Quiet in the room, and its echo gone. */
const fallQuiet = (play) => play.do({ type: "speaker.quiet", ticket: play.state.turn.ticket }).timer("tail");
const bargingIn = () => {
  const play = listening();
  play.state = { ...play.state, conversation: { ...play.state.conversation, halfDuplex: false } };
  return play;
};

test("0: a call opens and tells when its session ends", () => {
  const play = connecting();
  const call = play.state.candidate;
  play.do({ type: "call.opened", call });
  tell(play, [{ type: "session.created", session: { type: "realtime", id: "sess", expires_at: 3_600 } }, { type: "session.updated", session: {} }]);

  assert.equal(play.state.phase, "live");
  assert.ok(play.effects.some(({ type, name, ms }) => type === "timer.start" && name === "rollover" && ms === 3_300_000));
});

const TURN = [...spokenBy("u", "item-r1"), ...spokenAnswer("r2", "a", "u", SAID)];
test("a: a spoken turn reads right wherever the visitor's transcript comes between", () => {
  for (let first = 0; first <= TURN.length; first += 1) {
    for (let last = first; last <= TURN.length; last += 3) {
      const order = [...TURN.slice(0, first), heard("u", "오늘 "), ...TURN.slice(first, last), transcribed("u", "오늘 힘들었어요"), ...TURN.slice(last)];
      const play = fallQuiet(tell(listening(), order));
      assert.deepEqual(lines(play), ["visitor final: 오늘 힘들었어요", "character final: 그러셨군요. 이디 앉으십서."], `${first}, ${last}`);
      assert.equal(floorOf(play.state), "listening");
      assert.equal(play.microphoneOn, true);
    }
  }
});

test("a: an empty transcript and a failed one leave no words behind", () => {
  const empty = tell(listening(), [...TURN, transcribed("u", "")]);
  assert.deepEqual(lines(empty), ["character final: 그러셨군요. 이디 앉으십서."]);

  const failure = { type: "conversation.item.input_audio_transcription.failed", item_id: "u", content_index: 0, error: { type: "server_error", code: null, message: "no" } };
  const failed = tell(listening(), [...TURN, failure]);
  assert.deepEqual(lines(failed), ["visitor failed: ", "character final: 그러셨군요. 이디 앉으십서."]);
});

test("b: a typed turn is answered in sound, or in writing alone", () => {
  const typed = listening().do({ type: "visitor.text", text: "글로 써요" });
  const { id } = typed.sent[0].item;
  const user = userItem(id, [{ type: "input_text", text: "글로 써요" }]);
  tell(typed, [added(user, "item-r1"), itemDone(user, "item-r1"), ...spokenAnswer("r2", "a", id, SAID)]);
  assert.deepEqual(lines(fallQuiet(typed)), ["visitor final: 글로 써요", "character final: 그러셨군요. 이디 앉으십서."]);

  const place = { response_id: "r3", item_id: "t", output_index: 0, content_index: 0 };
  tell(typed, [
    created("r3"), added(characterItem("t"), "a"), { type: "response.content_part.added", ...place, part: { type: "text", text: "" } },
    { type: "response.output_text.delta", ...place, delta: "글로 " }, { type: "response.output_text.delta", ...place, delta: "대답" },
    { type: "response.output_text.done", ...place, text: "글로 대답" }, completed("r3", characterItem("t")), LIMITS,
  ]);
  assert.equal(lines(typed).at(-1), "character final: 글로 대답");
  assert.equal(typed.microphoneOn, true, "a reply without sound never closes the microphone");
});

test("c1: speech over the rest of a finished answer keeps what was shown, and the turn goes on", () => {
  const whole = spokenAnswer("r2", "a", "item-r1", SAID).slice(0, -1);
  const play = tell(bargingIn(), whole);
  const [started, ...rest] = spokenBy("u", "a");
  tell(play, [started, buffer("cleared", "r2"), truncated("a"), ...rest, ...spokenAnswer("r3", "b", "u", ["네. ", "들엄수다."]), transcribed("u", "잠깐만요")]);

  assert.deepEqual(lines(play), ["character cut: 그러셨군요. 이디 앉으십서.", "visitor final: 잠깐만요", "character final: 네. 들엄수다."]);
  assert.equal(floorOf(play.state), "listening");
});

const ENDS = { done: cancelled("r2", "turn_detected"), cleared: buffer("cleared", "r2"), truncated: truncated("a") };
for (const order of [["done", "cleared", "truncated"], ["done", "truncated", "cleared"], ["cleared", "done", "truncated"],
  ["cleared", "truncated", "done"], ["truncated", "done", "cleared"], ["truncated", "cleared", "done"]]) {
  test(`c2: speech over an answer in the making, ending in ${order.join(", ")}`, () => {
    for (const begin of [listening, bargingIn]) {
      const words = tell(begin(), answerWords("r2", "a", "item-r1", SAID.slice(0, 3)));
      const [started, ...rest] = spokenBy("u", "a");
      const late = { type: "response.output_audio_transcript.done", response_id: "r2", item_id: "a", output_index: 0, content_index: 0, transcript: SAID.join("") };
      const play = tell(words, [started, ENDS[order[0]], late, ENDS[order[1]], ENDS[order[2]], ...rest, transcribed("u", "아니요")]);
      const [cut, mine] = lines(play);
      assert.match(cut, /^character cut: 그러셨군요\. 이디 앉으/u);
      assert.equal(mine, "visitor final: 아니요");
      assert.notEqual(floorOf(fallQuiet(play).state), "character-speaking");
      assert.equal(play.microphoneOn, true);
    }
  });
}

test("c3: speech before any output takes the answer's place", () => {
  const play = tell(listening(), [...spokenBy("u", "item-r1"), created("r2"), { type: "input_audio_buffer.speech_started", audio_start_ms: 2_500, item_id: "v" }, cancelled("r2", "turn_detected")]);
  assert.equal(floorOf(play.state), "visitor-speaking");

  const [, ...rest] = spokenBy("v", "u");
  tell(play, [...rest, transcribed("v", "그리고요"), transcribed("u", "저기요"), ...spokenAnswer("r3", "b", "v", SAID)]);
  assert.deepEqual(lines(play), ["visitor final: 저기요", "visitor final: 그리고요", "character final: 그러셨군요. 이디 앉으십서."]);
});

test("c4: after the visitor's touch stray words of that answer are dropped", () => {
  const play = tell(listening(), answerWords("r2", "a", "item-r1", SAID.slice(0, 3))).do({ type: "visitor.interrupt" });
  assert.deepEqual(play.sentTypes, ["response.cancel", "output_audio_buffer.clear"]);

  const stray = { type: "response.output_audio_transcript.delta", response_id: "r2", item_id: "a", output_index: 0, content_index: 0, delta: "더 말" };
  tell(play, [stray, cancelled("r2", "client_cancelled"), buffer("cleared", "r2"), truncated("a")]).timer("tail");
  assert.deepEqual(lines(play), ["character cut: 그러셨군요. 이디 앉으"]);
  assert.equal(floorOf(play.state), "listening");
  assert.equal(play.microphoneOn, true);
});

const toolItem = (id, callId, args) => ({ id, object: "realtime.item", type: "function_call", status: "completed", name: "give_flower", call_id: callId, arguments: args });
test("d: a tool is answered, and spoken about only after response.done", () => {
  const item = toolItem("f", "call_1", `\n{"name": "${FLOWER.name}", "reason": "곱다"}  `);
  const play = tell(listening(), [
    created("r2"), { type: "response.output_item.added", response_id: "r2", output_index: 0, item: { ...item, arguments: "" } }, added({ ...item, arguments: "" }, "item-r1"),
    { type: "response.function_call_arguments.delta", response_id: "r2", item_id: "f", output_index: 0, call_id: "call_1", delta: "{" },
    { type: "response.function_call_arguments.done", response_id: "r2", item_id: "f", output_index: 0, call_id: "call_1", name: "give_flower", arguments: item.arguments },
    itemDone(item, "item-r1"),
  ]);
  assert.deepEqual(play.effects.filter(({ type, events }) => type === "call.send" && events.some((event) => event.item?.type === "function_call_output")), []);

  tell(play, [done("r2", { output: [item] })]);
  assert.deepEqual(play.sentTypes, ["conversation.item.create", "response.create"]);
  assert.deepEqual(play.sent[0].item, { type: "function_call_output", call_id: "call_1", output: JSON.stringify({ ok: true, flower: FLOWER.name }) });
  assert.equal(play.state.flower.name, FLOWER.name);
});

test("d: words and a tool in one response, their pieces mixed", () => {
  const item = toolItem("f", "call_1", JSON.stringify({ name: FLOWER.name, reason: "곱다" }));
  const words = answerWords("r2", "a", "item-r1", SAID, { phase: "commentary" });
  const pieces = [...item.arguments].map((delta) => ({ type: "response.function_call_arguments.delta", response_id: "r2", item_id: "f", output_index: 1, call_id: "call_1", delta }));
  const mixed = words.flatMap((event, index) => [event, ...pieces.slice(index, index + 1)]);
  const play = tell(listening(), [...mixed, added(item, "a"), ...answerDone("r2", "a", "item-r1", SAID).slice(0, 5), done("r2", { output: [characterItem("a"), item] }), LIMITS, buffer("stopped", "r2")]);

  assert.deepEqual(lines(play), ["character final: 그러셨군요. 이디 앉으십서."]);
  assert.equal(play.state.flower.name, FLOWER.name);
});

test("e: a failed answer and a cut-off one leave the floor to the visitor", () => {
  const failed = tell(listening(), [...spokenBy("u", "item-r1"), created("r2"), done("r2", { status: "failed", status_details: { type: "failed", error: { type: "server_error", code: "rate_limit_exceeded", message: "no" } } })]);
  assert.deepEqual([floorOf(failed.state), failed.state.notice, failed.state.phase], ["listening", "reply_failed", "live"]);

  const incomplete = tell(listening(), [...answerWords("r2", "a", "item-r1", SAID), done("r2", { status: "incomplete", status_details: { type: "incomplete", reason: "max_output_tokens" }, output: [characterItem("a")] }), LIMITS, buffer("stopped", "r2")]);
  assert.deepEqual(lines(fallQuiet(incomplete)), ["character cut: 그러셨군요. 이디 앉으십서."]);
  assert.equal(floorOf(incomplete.state), "listening");
});

test("f: the idle nudge shows only what is said after it", () => {
  const nudge = { id: "n", object: "realtime.item", type: "message", role: "system", status: "completed", content: [{ type: "input_text", text: "The user is silent." }] };
  const play = tell(listening(), [
    { type: "input_audio_buffer.timeout_triggered", audio_start_ms: 0, audio_end_ms: 5_120, item_id: "u" },
    added(nudge, "item-r1"), itemDone(nudge, "item-r1"),
    { type: "input_audio_buffer.committed", item_id: "u", previous_item_id: "n" }, added(userItem("u"), "n"), itemDone(userItem("u"), "n"),
    ...spokenAnswer("r2", "a", "u", SAID), transcribed("u", ""),
  ]);

  assert.deepEqual(lines(play), ["character final: 그러셨군요. 이디 앉으십서."]);
});

test("g: at the session's limit a new call is opened, and its channel's end adds nothing", () => {
  const play = tell(listening(), [...spokenBy("u", "item-r1"), transcribed("u", "아직 할 말이"), {
    type: "error", error: { type: "invalid_request_error", code: "session_expired", message: "Your session hit the maximum duration of 60 minutes.", param: null, event_id: null },
  }]);
  assert.deepEqual([play.state.phase, play.state.attempt], ["reconnecting", 1]);

  play.do({ type: "call.closed", call: play.state.call });
  assert.deepEqual([play.state.phase, play.state.attempt, play.state.ledger.drops], ["reconnecting", 1, 1]);
  assert.deepEqual(lines(play), ["visitor final: 아직 할 말이"]);
});
