import assert from "node:assert/strict";
import { test } from "node:test";
import { floorOf } from "../../static/js/call/facts.js";
import { CONVERSATION, connecting, listening, live, preparing } from "./play.js";

test("the microphone closes when his sound starts and opens when it has been played", () => {
  const play = live();
  assert.equal(play.microphoneOn, true);

  play.speak("r1");
  assert.equal(play.microphoneOn, false);
  assert.equal(floorOf(play.state), "character-speaking");
  assert.ok(play.sentTypes.includes("input_audio_buffer.clear"));

  play.finish("r1").server("sound-stopped", { response: "r1" });
  assert.equal(play.microphoneOn, false, "the room still hears it");
  play.do({ type: "speaker.quiet", ticket: play.state.turn.ticket });
  assert.deepEqual(play.of("timer.start").map(({ name, ms }) => [name, ms]), [["tail", 200]]);
  assert.equal(play.microphoneOn, false, "the echo is not gone");
  play.timer("tail");
  assert.equal(play.microphoneOn, true);
  assert.equal(floorOf(play.state), "listening");
});

test("while he thinks the microphone stays open", () => {
  const play = listening().says("u1", "네").server("response-created", { response: "r2" });

  assert.equal(floorOf(play.state), "thinking");
  assert.equal(play.microphoneOn, true);
});

test("a response without sound never closes it", () => {
  const play = listening().server("response-created", { response: "r2" })
    .server("said", { response: "r2", item: "i2", delta: "글로만" }).finish("r2");

  assert.equal(play.microphoneOn, true);
});

test("the visitor's mute outlives his turns and every change of call", () => {
  const play = listening().do({ type: "visitor.mute" });
  assert.equal(play.microphoneOn, false);

  play.speak("r2").finish("r2").fallSilent("r2");
  assert.equal(play.microphoneOn, false);
  play.do({ type: "call.closed", call: 1 }).session();
  assert.equal(play.microphoneOn, false);
  play.do({ type: "visitor.mute" });
  assert.equal(play.microphoneOn, true);
});

test("a gate whose end is never announced opens when he is no longer heard, and not before", () => {
  const play = live().speak("r1");
  const bound = play.effects.find(({ type, name }) => type === "timer.start" && name === "gate").ms;

  play.timer("gate");
  assert.equal(play.microphoneOn, false, "a long reply is still a reply");
  const [{ boundMs, ticket }] = play.of("speaker.await-quiet");
  assert.ok(bound + boundMs > 4_096 * 50, "outlasts the most tokens a reply can have, 50 ms of sound each");
  assert.equal(play.do({ type: "speaker.quiet", ticket }).timer("tail").microphoneOn, true);
});

test("an end that is announced after all opens it the usual way", () => {
  const play = live().speak("r1").finish("r1").timer("gate").fallSilent("r1");

  assert.equal(play.microphoneOn, true);
  assert.equal(floorOf(play.state), "listening");
});

test("late and foreign reports about the sound change nothing", () => {
  const play = live().speak("r1");
  play.server("sound-stopped", { response: "r0" });
  assert.equal(play.microphoneOn, false);

  const ticket = play.state.turn.ticket;
  play.server("sound-stopped", { response: "r1" }).server("sound-started", { response: "r2" });
  play.do({ type: "speaker.quiet", ticket: ticket + 1 });
  assert.equal(play.of("timer.start").length, 0);
  assert.equal(play.microphoneOn, false);
});

test("speech heard late, while he speaks, takes nothing from him", () => {
  const play = live().speak("r1").server("speech-started").server("speech-stopped");

  assert.equal(floorOf(play.state), "character-speaking");
  assert.equal(play.state.turn.awaiting, false);
});

test("a touch takes the floor: cancel while it is made, clear what plays, hush at once", () => {
  const play = live().speak("r1").do({ type: "visitor.interrupt" });

  assert.deepEqual(play.sentTypes, ["response.cancel", "output_audio_buffer.clear"]);
  assert.deepEqual(play.of("speaker.hush").map(({ on }) => on), [true]);
  assert.equal(play.timer("tail").microphoneOn, true);
});

test("a touch after the response was made clears only", () => {
  const play = live().speak("r1").finish("r1").do({ type: "visitor.interrupt" });

  assert.deepEqual(play.sentTypes, ["output_audio_buffer.clear"]);
});

test("what still comes of a cut-off response is dropped, what was shown stays", () => {
  const play = live().speak("r1").do({ type: "visitor.interrupt" })
    .server("said", { response: "r1", item: "item-r1", delta: " 더" })
    .server("said-all", { response: "r1", item: "item-r1", text: "말 r1 더 많이" })
    .server("sound-started", { response: "r1" });

  const [caption] = play.state.captions;
  assert.deepEqual([caption.text, caption.progress], ["말 r1", "cut"]);
  assert.equal(play.timer("tail").microphoneOn, true);
});

test("sound that had begun before its cancel was heard of is hushed and cleared, and the next is heard", () => {
  const thinking = listening().says("u1", "네").server("response-created", { response: "r2" }).do({ type: "visitor.interrupt" });
  const asked = listening().timer("awaiting").do({ type: "visitor.interrupt" }).server("response-created", { response: "r2" });
  for (const play of [thinking, asked]) {
    play.server("sound-started", { response: "r2" });
    assert.deepEqual(play.sentTypes, ["output_audio_buffer.clear"]);
    assert.deepEqual(play.of("speaker.hush").map(({ on }) => on), [true]);
    assert.equal(play.microphoneOn, true, "the floor stays the visitor's");

    play.finish("r2", { status: "cancelled" }).says("u2", "아니요").speak("r3");
    assert.deepEqual(play.of("speaker.hush").map(({ on }) => on), [false]);
  }
});

test("with headphones the microphone stays open and a spoken word cuts him off", () => {
  const play = preparing().do({ type: "microphone.ready", visit: 1 })
    .begun({ conversation: { ...CONVERSATION, halfDuplex: false } }).session().speak("r1");
  assert.equal(play.microphoneOn, true);
  assert.equal(floorOf(play.state), "character-speaking");

  play.server("speech-started");
  assert.equal(floorOf(play.state), "visitor-speaking");
  assert.ok(!play.sentTypes.includes("input_audio_buffer.clear"));
});

test("an answer that does not begin by itself is asked for", () => {
  const play = listening().server("speech-started").server("speech-stopped");
  assert.equal(floorOf(play.state), "thinking");
  assert.ok(play.of("timer.start").some(({ name }) => name === "awaiting"));

  assert.deepEqual(play.timer("awaiting").sentTypes, ["response.create"]);
  assert.equal(floorOf(play.state), "thinking");
});

test("a call that leaves a request unanswered is lost, with nothing of the old one to wait for", () => {
  const play = listening().do({ type: "visitor.text", text: "거기 있수광?" });
  assert.ok(play.of("timer.start").some(({ name, ms }) => name === "response" && ms === 10_000));
  play.timer("response");
  assert.deepEqual([play.state.phase, play.state.ledger.drops_by_cause], ["reconnecting", { no_answer: 1 }]);

  assert.equal(play.do({ type: "call.link", call: 1, link: "connected" }).state.phase, "reconnecting");
  assert.ok(JSON.stringify(play.session(2).sent).includes("거기 있수광?"), "what was typed goes with the replay");
});

test("the wait for an answer stops while the call is mended and begins anew after it", () => {
  const play = listening().do({ type: "visitor.text", text: "예" }).do({ type: "call.link", call: 1, link: "disconnected" });
  assert.ok(play.of("timer.cancel").some(({ name }) => name === "response"));

  play.do({ type: "call.link", call: 1, link: "connected" });
  assert.ok(play.of("timer.start").some(({ name }) => name === "response"));
});

test("the ledger has the waits for his answers and for the closing of the gate", () => {
  const play = listening();
  for (const [gap, arrived, closed] of [[700, 0, 3], [2_000, 25, 30], [900, 1, 2]]) {
    play.wait(5_000).server("speech-started").wait(1_000).server("speech-stopped").wait(gap + arrived);
    play.server("sound-started", { response: "r2", arrivedAt: play.at - arrived });
    assert.deepEqual(play.of("microphone.enable").map(({ on }) => on), [false]);
    play.wait(closed - arrived).do({ type: "microphone.closed" }).finish("r2").fallSilent("r2");
    play.do({ type: "speaker.quiet", ticket: play.state.turn.ticket }).timer("tail");
    // The visitor's own mute closes the microphone too, but no gate.
    play.wait(9_000).do({ type: "visitor.mute" }, { type: "microphone.closed" }, { type: "visitor.mute" });
  }
  const { turn_gap_ms: median, turn_gap_ms_max: worst, gate_close_ms_max: gate } = play.state.ledger;
  assert.deepEqual([median, worst, gate], [901, 2_025, 30]);
});

test("a reply without sound is noticed and asked again once", () => {
  const play = listening().server("response-created", { response: "r2" }).finish("r2");
  assert.ok(play.of("timer.start").some(({ name, ms }) => name === "silent" && ms === 1_500));
  play.timer("silent");
  assert.deepEqual(play.sent.map(({ response }) => response), [{ output_modalities: ["audio"] }]);

  play.server("response-created", { response: "r3" }).finish("r3").timer("silent");
  assert.deepEqual(play.sentTypes, []);
  assert.equal(play.state.ledger.silent_replies, 2);
});

test("a reply that had sound, or whose sound begins late, is not asked again", () => {
  assert.equal(live().speak("r1").finish("r1").state.turn.silent, "");
  const late = listening().server("response-created", { response: "r2" }).finish("r2").server("sound-started", { response: "r2" });

  assert.deepEqual(late.timer("silent").sentTypes, []);
});

test("nothing is heard before the call is live", () => {
  assert.equal(connecting().microphoneOn, false);
});
