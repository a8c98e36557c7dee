/** The character's sound stops coming while he speaks: noticed, mended beside, healed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { StallWatch, arrival, firstLook, isStalled, wasUnheard } from "../../static/js/call/stall.js";
import { CONVERSATION, listening, live, lost, preparing, reconnecting } from "./play.js";

const stalled = (play = live().speak("r1")) => play.do({ type: "call.stall", call: 1, stalled: true });

const vitals = (packets, answers = 0, energy = 9, pair = "a") => ({ packets, answers, energy, pair });
const after = (looks, elapsedMs = 500) => looks.slice(1).reduce((seen, look) => arrival(seen, look, elapsedMs), firstLook(looks[0]));
const times = (count, look) => Array.from({ length: count }, (_, index) => look(index));

test("missing packets count while his sound is due; anything new ends it", () => {
  const rows = [
    // packets at each look, milliseconds between the looks, stalled after it?
    [[50, 50, 50, 50, 50], 500, false],
    [[50, 50, 50, 50, 50, 50], 500, true],
    [[50, 50, 50, 50, 51, 51, 51], 500, false],
    [[50, 50, 50, 50, 50, 50, 50, 51], 500, false],
    [[50, 50, 50], 60_000, false],
    [[50, 50, 50, 50], 60_000, true],
    [[9, 3, 3], 500, false],
    [[0, 0, 0, 0, 0, 0, 0], 500, true],
  ];
  for (const [looks, elapsed, expected] of rows) {
    // Answers on the link go on, and every look hears something new.
    const seen = after(looks.map((packets, index) => vitals(packets, index, index)), elapsed);
    assert.deepEqual([isStalled(seen, true), isStalled(seen, false)], [expected, false], JSON.stringify([looks, elapsed]));
  }
});

test("while nobody speaks a link is lost that carries nothing at all for four seconds", () => {
  const rows = [
    ["silence with answers", times(20, (index) => vitals(50, index >> 2)), false],
    ["packets without answers", times(20, (index) => vitals(index, 7)), false],
    ["nothing for 3.5 s", times(8, () => vitals(50, 7)), false],
    ["nothing for 4 s", times(9, () => vitals(50, 7)), true],
    ["and other pairs with their old counts", times(9, (index) => vitals(50, 7 + (index % 2), 9, index % 2 ? "a" : "b")), true],
    ["and then an answer", [...times(9, () => vitals(50, 7)), vitals(50, 8)], false],
    ["a browser that does not count answers", times(20, () => vitals(50, null)), false],
  ];
  for (const [name, looks, expected] of rows) assert.equal(isStalled(after(looks), false), expected, name);
});

test("a reply whose packets are all silence is as good as none", () => {
  const silent = times(7, (index) => vitals(50 * index, index, 9));
  assert.deepEqual([isStalled(after(silent.slice(1)), true), isStalled(after(silent), true)], [false, true]);
  assert.equal(isStalled(after(silent), false), false, "nobody speaks");
  assert.equal(isStalled(after(times(40, (index) => vitals(50 * index, index, 9 + 1e-7 * index))), true), true, "hiss is no voice");
  assert.equal(isStalled(after([...silent, vitals(999, 9, 9.1)]), true), false);
  assert.equal(isStalled(after(times(40, (index) => vitals(50 * index, index, null))), true), false, "a browser that can't tell");
});

test("a reply that has ended was heard by nobody when it came and was silent from end to end", () => {
  const rows = [
    ["silence of 2 s", times(5, (index) => vitals(25 * index, 0, 9)), true],
    ["a word in it", times(5, (index) => vitals(25 * index, 0, index === 3 ? 9.1 : 9 + (index > 3) / 10)), false],
    ["a word at its end", times(5, (index) => vitals(25 * index, 0, index < 4 ? 9 : 9.1)), false],
    ["too short to tell", times(3, (index) => vitals(25 * index, 0, 9)), false],
    ["nothing came of it", times(5, () => vitals(25, 0, 9)), false],
    ["a browser that can't tell", times(5, (index) => vitals(25 * index, 0, null)), false],
  ];
  for (const [name, looks, expected] of rows) assert.equal(wasUnheard(looks[0], after(looks)), expected, name);
});

test("watched is the call, from its first word to its end, and whether its sound is due", () => {
  const due = (play) => play.effects.filter(({ type }) => type === "call.watch").map(({ call, response }) => [call, response]);
  const speaking = [[1, ""], [1, "r1"]];
  assert.deepEqual(due(listening()), [...speaking, [1, ""]]);
  assert.deepEqual(due(live().speak("r1")), speaking);
  assert.deepEqual(due(live().speak("r1").do({ type: "visitor.interrupt" })), [...speaking, [1, ""]], "not while hushed");
  assert.deepEqual(due(live().speak("r1").do({ type: "speaker.blocked" })), [...speaking, [1, ""]], "nor before the touch it waits for");
  assert.deepEqual(due(live().speak("r1").do({ type: "visitor.stop" })), [...speaking, [0, ""]]);
  assert.deepEqual(due(live().speak("r1").do({ type: "call.closed", call: 1 })), [...speaking, [0, ""]], "it can't come back");
  assert.deepEqual(due(stalled()), speaking, "it may come back");
  assert.deepEqual(due(stalled().session(2)), [...speaking, [2, ""]]);
});

test("a stall is mended beside the call, which heals when its sound comes again", () => {
  const play = stalled();
  assert.deepEqual([play.state.phase, play.state.ledger.drops, play.of("call.close").length], ["reconnecting", 1, 0]);
  assert.equal(play.of("call.open").length, 1);

  play.wait(900).do({ type: "call.stall", call: 1, stalled: false });
  assert.equal(play.state.phase, "live");
  assert.deepEqual(play.of("call.close").map(({ call }) => call), [2]);
  assert.deepEqual([play.state.ledger.recovery_ms_max, play.state.ledger.memory_kept], [900, 1]);
});

test("after a stall that healed in the middle of his speech the microphone opens when he has ended", () => {
  const play = stalled().do({ type: "call.stall", call: 1, stalled: false });
  assert.equal(play.microphoneOn, false);

  assert.equal(play.finish("r1").fallSilent("r1").microphoneOn, true);
  assert.equal(play.state.phase, "live");
});

test("an end of his sound that arrives says that nothing is missing", () => {
  const play = stalled().server("sound-stopped", { response: "r1" });
  assert.equal(play.state.phase, "live");

  play.do({ type: "speaker.quiet", ticket: play.state.turn.ticket }).timer("tail");
  assert.equal(play.microphoneOn, true);
});

test("a reply that was all silence is not missing less for having ended: the next call says it again", () => {
  const play = live().speak("r1").do({ type: "call.stall", call: 1, stalled: true, unheard: "r1" }).server("sound-stopped", { response: "r1" });
  assert.equal(play.state.phase, "reconnecting");

  play.session(2);
  assert.deepEqual([play.state.phase, play.state.call], ["live", 2]);
  assert.equal(play.sentTypes.at(-1), "response.create");
});

const unheard = { type: "call.stall", call: 1, stalled: true, unheard: "r1" };

test("a short reply that was all silence is told of at its end, and said again", () => {
  for (const end of [
    (play) => play.server("sound-stopped", { response: "r1" }),
    (play) => play.server("sound-stopped", { response: "r1" }).do({ type: "speaker.quiet", ticket: play.state.turn.ticket }),
    (play) => play.finish("r1").fallSilent("r1"),
  ]) {
    const play = end(live().speak("r1")).do(unheard);
    assert.deepEqual([play.state.phase, play.state.ledger.drops, play.of("call.open").length], ["reconnecting", 1, 1]);
    // What was on its way from the end of that reply no longer changes who is speaking.
    play.do({ type: "speaker.quiet", ticket: play.state.turn.ticket - 1 });
    assert.equal(play.state.turn.speaking, "r1");

    play.session(2);
    assert.deepEqual([play.state.phase, play.state.call, play.sentTypes.at(-1)], ["live", 2, "response.create"]);
  }
});

test("an unheard reply is left alone when the conversation went on without it", () => {
  const rows = {
    "another call's": [live().speak("r1"), { ...unheard, call: 99 }],
    "hushed by the visitor": [live().speak("r1").do({ type: "visitor.interrupt" }), unheard],
    "the visitor speaks": [listening().server("speech-started"), unheard],
    "the next reply sounds": [live().speak("r1").finish("r1").server("sound-stopped", { response: "r1" }).speak("r2"), unheard],
    "mended already": [stalled(), unheard],
  };
  for (const [name, [play, event]] of Object.entries(rows)) {
    const before = play.state;
    assert.deepEqual(play.do(event).state, before, name);
  }
});

test("a call that was left for its silence and comes back leaves nobody speaking", () => {
  const play = preparing().do({ type: "microphone.ready", visit: 1 })
    .begun({ conversation: { ...CONVERSATION, halfDuplex: false } }).session().speak("r1").server("sound-stopped", { response: "r1" }).do(unheard);
  play.do({ type: "call.link", call: 1, link: "disconnected" }, { type: "call.link", call: 1, link: "connected" });

  assert.deepEqual([play.state.phase, play.state.turn.speaking, play.microphoneOn], ["live", "", true]);
});

test("a silence that was a pause goes on in the same call", () => {
  const play = live().speak("r1").do({ type: "call.stall", call: 1, stalled: true, unheard: "r1" });
  play.do({ type: "call.stall", call: 1, stalled: false }).server("sound-stopped", { response: "r1" });
  play.do({ type: "speaker.quiet", ticket: play.state.turn.ticket }).timer("tail");

  assert.deepEqual([play.state.phase, play.state.call, play.microphoneOn], ["live", 1, true]);
});

test("the watch tells a silent voice from one that does not come", async (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const told = [];
  const watch = new StallWatch(({ stalled: value, unheard: reply }) => told.push([value, reply]));
  let packets = 0;
  const hear = async (coming) => {
    watch.watch({ call: 1, response: "r1" }, { vitals: async () => vitals(packets += coming, 0, 1) });
    for (let index = 0; index < 8; index += 1) {
      now += 500;
      context.mock.timers.tick(500);
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
  };
  await hear(25);
  await hear(0);
  assert.deepEqual(told, [[true, "r1"], [true, ""]]);
  watch.watch({ call: 0, response: "" }, undefined);
});

test("the watch judges a reply when it has ended, and none that was heard or belongs to another call", async (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const told = [];
  const watch = new StallWatch((finding) => told.push(finding));
  const rest = async () => {
    for (let turn = 0; turn < 9; turn += 1) await Promise.resolve();
  };
  const hear = async (response, loud, ended = { call: 1, response: "" }) => {
    let [packets, energy] = [0, 1];
    const peer = { vitals: async () => vitals(packets += 25, packets, energy += loud) };
    watch.watch({ call: 1, response }, peer);
    for (let index = 0; index < 4; index += 1) {
      await rest();
      now += 500;
      context.mock.timers.tick(500);
    }
    await rest();
    watch.watch(ended, peer);
    await rest();
  };
  await hear("r1", 0.1);
  await hear("r2", 0, { call: 2, response: "" });
  await hear("", 0);
  assert.deepEqual(told, []);
  await hear("r3", 0);
  assert.deepEqual(told, [{ type: "call.stall", call: 1, stalled: true, unheard: "r3" }]);
  watch.watch({ call: 0, response: "" }, undefined);
});

test("once the link itself is broken its word counts", () => {
  const broken = () => stalled().do({ type: "call.link", call: 1, link: "disconnected" });

  assert.equal(broken().do({ type: "call.stall", call: 1, stalled: false }).state.phase, "reconnecting");
  assert.equal(broken().server("sound-stopped", { response: "r1" }).state.phase, "reconnecting");
  assert.equal(broken().do({ type: "call.link", call: 1, link: "connected" }).state.phase, "live");
  assert.equal(broken().state.ledger.drops, 1);
});

test("stalls of other calls, and of none, change nothing", () => {
  for (const make of [listening, reconnecting, lost]) {
    const before = make().state;
    for (const call of [0, 2, 99]) {
      for (const value of [true, false]) assert.deepEqual(make().do({ type: "call.stall", call, stalled: value }).state, before);
    }
  }
});

test("the watch tells each change once, never of the past, and survives a browser that can't tell", async (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const told = [];
  const watch = new StallWatch(({ call, stalled: value }) => told.push([call, value]));
  const look = async (times) => {
    for (let index = 0; index < times; index += 1) {
      now += 500;
      context.mock.timers.tick(500);
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
  };
  let packets = 10;
  watch.watch({ call: 1, response: "r1" }, { vitals: async () => vitals(packets, 0, packets) });
  await look(12);
  packets = 11;
  await look(1);
  assert.deepEqual(told, [[1, true], [1, false]]);

  watch.watch({ call: 2, response: "r1" }, { vitals: async () => { throw new Error("closed"); } });
  await look(12);
  watch.watch({ call: 3, response: "r1" }, { vitals: async () => null });
  await look(12);
  let answer;
  watch.watch({ call: 4, response: "r1" }, { vitals: () => new Promise((resolve) => { answer = resolve; }) });
  await look(1);
  watch.watch({ call: 0, response: "" }, undefined);
  answer(vitals(5));
  await look(12);
  assert.equal(told.length, 2);
});
