import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder, isShown } from "../../static/js/call/captions.js";
import { floorOf } from "../../static/js/call/facts.js";
import { FLOWER, listening, live, lost, reconnecting } from "./play.js";

const lines = (play) => inOrder(play.state.captions).filter(isShown).map(({ speaker, text }) => `${speaker}: ${text}`);
const item = (play, id, speaker, after = "", text = "") => play.server("item", { item: id, after, speaker, text });

test("a: a spoken turn, its transcript arriving in the middle of the answer", () => {
  const play = listening().server("speech-started").server("speech-stopped").server("committed", { item: "u", after: "item-r1" });
  item(play, "u", "visitor", "item-r1");
  play.server("response-created", { response: "r2" });
  item(play, "a", "character", "u");
  play.server("said", { response: "r2", item: "a", delta: "그러" }).server("sound-started", { response: "r2" })
    .server("transcribed", { item: "u", text: "오늘 힘들었어요" }).server("said", { response: "r2", item: "a", delta: "셨군요" });

  assert.deepEqual(lines(play).slice(1), ["visitor: 오늘 힘들었어요", "character: 그러셨군요"]);
  assert.equal(play.state.ledger.turns, 1);
});

test("a: a transcript that comes before its item, and one after response.done, stand in their place", () => {
  const play = listening().server("heard", { item: "u", delta: "먼저" }).server("response-created", { response: "r2" });
  item(play, "a", "character", "u");
  play.server("said", { response: "r2", item: "a", delta: "답" });
  item(play, "u", "visitor", "item-r1");
  play.finish("r2").server("transcribed", { item: "u", text: "먼저 온 말" });

  assert.deepEqual(lines(play).slice(1), ["visitor: 먼저 온 말", "character: 답"]);
});

test("b: a typed turn is one item and one response, shown once", () => {
  const play = listening().do({ type: "visitor.text", text: " 글로 써요 " });
  const [create, respond] = play.sent;
  assert.deepEqual(create.item.content, [{ type: "input_text", text: "글로 써요" }]);
  assert.equal(respond.type, "response.create");

  item(play, create.item.id, "visitor", "item-r1", "글로 써요");
  assert.equal(lines(play).filter((line) => line === "visitor: 글로 써요").length, 1);
});

test("b: typing while he speaks cancels, clears and waits for that response to be done", () => {
  const play = live().speak("r1").do({ type: "visitor.text", text: "잠깐" });
  assert.deepEqual(play.sentTypes, ["response.cancel", "output_audio_buffer.clear"]);
  assert.equal(floorOf(play.state), "character-speaking");

  play.server("sound-stopped", { response: "r1" });
  assert.deepEqual(play.sentTypes, []);
  play.finish("r1", { status: "cancelled" });
  assert.deepEqual(play.sentTypes, ["conversation.item.create", "response.create"]);
});

test("b: typing while a response is only asked for cancels it as soon as it has a name", () => {
  const play = live().do({ type: "visitor.text", text: "잠깐" });
  assert.deepEqual(play.sentTypes, []);

  play.server("response-created", { response: "r1" });
  assert.deepEqual(play.sent, [{ type: "response.cancel", response_id: "r1" }]);
  play.finish("r1", { status: "cancelled" });
  assert.deepEqual(play.sentTypes, ["conversation.item.create", "response.create"]);
});

test("b: a response that ignores its cancel does not hold the typed words for ever", () => {
  const play = live().speak("r1").do({ type: "visitor.text", text: "잠깐" });
  assert.ok(play.of("timer.start").some(({ name }) => name === "held"));

  play.timer("held");
  assert.deepEqual(play.sentTypes, ["conversation.item.create", "response.create"]);
});

test("b: blanks are no words, and while the call is down nothing is swallowed", () => {
  assert.deepEqual(listening().do({ type: "visitor.text", text: "  \n" }).sentTypes, []);
  assert.equal(reconnecting().do({ type: "visitor.text", text: "들리나요" }).state.textCount, 0);
});

for (const order of [["cleared", "truncated", "done"], ["done", "cleared", "truncated"], ["truncated", "done", "cleared"]]) {
  test(`c: an interruption in the order ${order.join(", ")} keeps the words and frees the floor`, () => {
    const play = live().speak("r1");
    const steps = {
      cleared: () => play.server("sound-stopped", { response: "r1" }),
      truncated: () => play.server("truncated", { item: "item-r1" }),
      done: () => play.finish("r1", { status: "cancelled" }),
    };
    for (const step of order) steps[step]();
    play.do({ type: "speaker.quiet", ticket: play.state.turn.ticket }).timer("tail");

    assert.equal(floorOf(play.state), "listening");
    assert.deepEqual([play.state.captions[0].text, play.state.captions[0].progress], ["말 r1", "cut"]);
    assert.equal(play.state.turn.silent, "");
  });
}

test("c: speech before any output drops the answer that had begun", () => {
  const play = listening().says("u", "그러니까").server("response-created", { response: "r2" })
    .server("speech-started").finish("r2", { status: "cancelled", hasMessage: false });

  assert.equal(floorOf(play.state), "visitor-speaking");
  assert.equal(play.timer("silent").sentTypes.length, 0);
});

const call = (name, args, callId = "call-1") => ({ callId, name, arguments: JSON.stringify(args) });
const withCalls = (play, calls) =>
  play.server("response-created", { response: "f" }).finish("f", { calls, hasMessage: false });
const outputs = (play) => play.sent.filter(({ item: each }) => each?.type === "function_call_output").map((event) => JSON.parse(event.item.output));

test("d: a flower is answered, shown, and spoken about in one new response", () => {
  const play = withCalls(listening(), [call("give_flower", { name: FLOWER.name, reason: "조금씩 벋어 가니까요." })]);

  assert.deepEqual(play.sentTypes, ["conversation.item.create", "response.create"]);
  assert.deepEqual(outputs(play), [{ ok: true, flower: "번성꽃" }]);
  assert.equal(play.state.flower.reason, "조금씩 벋어 가니까요.");
});

test("d: several calls get all their answers before one response", () => {
  const play = withCalls(listening(), [call("give_flower", { name: FLOWER.name }), call("steal_flower", {}, "call-2")]);

  assert.deepEqual(play.sentTypes, ["conversation.item.create", "conversation.item.create", "response.create"]);
  assert.deepEqual(outputs(play)[1], { ok: false, reason: "unknown_tool" });
});

test("d: a cancelled response's calls are not carried out", () => {
  const play = listening().server("response-created", { response: "f" })
    .finish("f", { status: "cancelled", calls: [call("give_flower", { name: FLOWER.name })] });

  assert.equal(play.state.flower, null);
  assert.deepEqual(play.sentTypes, []);
});

test("d: after a crisis, however it was noticed, flowers stop and the help stays", () => {
  const ways = [
    (play) => withCalls(play, [call("open_crisis_help", { kind: "other" })]),
    (play) => play.says("u", "다 사라지고 싶어요"),
    (play) => play.do({ type: "visitor.text", text: "죽고 싶어" }),
  ];
  for (const way of ways) {
    const play = way(listening());
    assert.deepEqual([play.state.crisis, play.state.help, play.state.ledger.crisis], [true, true, 1]);
    play.finish("f");
    const after = withCalls(play, [call("give_flower", { name: FLOWER.name })]);
    assert.deepEqual(outputs(after), [{ ok: false, reason: "crisis" }]);
    assert.equal(after.state.flower, null);
  }
});

test("d: words of danger count while the call is down, and stay in the box", () => {
  for (const broken of [reconnecting, lost]) {
    const play = broken().do({ type: "visitor.text", text: "죽고 싶어" });
    assert.deepEqual([play.state.crisis, play.state.help, play.state.held.length], [true, true, 0]);
    assert.ok(play.state.captions.every(({ text }) => text !== "죽고 싶어"), "nothing was sent");
    assert.equal(broken().do({ type: "visitor.text", text: "심심해요" }).state.help, false);
  }
});

test("e: a refused response.create is asked again after the one that ran", () => {
  const play = live();
  play.server("response-created", { response: "theirs" });
  play.server("error", { code: "conversation_already_has_active_response", eventId: "create_1" });
  assert.deepEqual(play.sentTypes, []);

  play.finish("theirs");
  assert.deepEqual(play.sent, [{ type: "response.create", event_id: "create_2" }]);
});

test("e: a failed response says so and leaves the floor to the visitor", () => {
  const play = listening().server("response-created", { response: "r2" }).finish("r2", { status: "failed", code: "server_error", hasMessage: false });

  assert.equal(play.state.notice, "reply_failed");
  assert.equal(floorOf(play.state), "listening");
});

test("e: no money is told, not tried again", () => {
  const play = listening().server("response-created", { response: "r2" }).finish("r2", { status: "failed", code: "insufficient_quota" });

  assert.deepEqual([play.state.phase, play.state.reason], ["failed", "insufficient_quota"]);
});

test("f: system and tool items keep the order but are not shown", () => {
  const play = listening();
  item(play, "nudge", "none", "item-r1", "no speech was heard");
  item(play, "a", "character", "nudge", "다음");

  assert.deepEqual(lines(play).slice(1), ["character: 다음"]);
});

test("usage is summed over responses, whatever the provider leaves out", () => {
  const usage = { text_in: 10, text_cached: 4, text_out: 3, audio_in: 20, audio_cached: 0, audio_out: 40 };
  const play = live().speak("r1").finish("r1", { usage }).finish("r2", { usage: { text_in: 5 } });

  assert.deepEqual(play.state.usage, { ...usage, text_in: 15 });
});

test("a transcript of nothing shows nothing", () => {
  const play = listening().says("u", "");

  assert.equal(lines(play).length, 1);
});
