/** The character's sound stops coming while he speaks: noticed, mended beside, healed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { StallWatch, arrival, isStalled } from "../../static/js/call/stall.js";
import { listening, live, lost, reconnecting } from "./play.js";

const stalled = (play = live().speak("r1")) => play.do({ type: "call.stall", call: 1, stalled: true });
const watched = (play) => play.effects.filter(({ type }) => type === "call.watch").map(({ call }) => call);

test("missed time adds up over looks that find nothing new; anything new ends it", () => {
  const rows = [
    // packets at each look, milliseconds between the looks, stalled after it?
    [[50, 50, 50, 50, 50], 500, false],
    [[50, 50, 50, 50, 50, 50], 500, true],
    [[50, 50, 50, 50, 51, 51, 51], 500, false],
    [[50, 50, 50, 50, 50, 50, 50, 51], 500, false],
    [[50, 50], 60_000, false],
    [[50, 50, 50, 50], 60_000, true],
    [[9, 3, 3], 500, false],
    [[0, 0, 0, 0, 0, 0, 0], 500, true],
  ];
  for (const [looks, elapsed, expected] of rows) {
    const seen = looks.reduce((so, packets) => arrival(so, packets, elapsed), { packets: -1, missedMs: 0 });
    assert.equal(isStalled(seen), expected, JSON.stringify([looks, elapsed]));
  }
});

test("watched is the call whose sound is due, and only then", () => {
  assert.deepEqual(watched(listening()), [1, 0]);
  assert.deepEqual(watched(live().speak("r1")), [1]);
  assert.deepEqual(watched(live().speak("r1").do({ type: "visitor.interrupt" })), [1, 0], "not while hushed");
  assert.deepEqual(watched(live().speak("r1").do({ type: "visitor.stop" })), [1, 0]);
  assert.deepEqual(watched(live().speak("r1").do({ type: "call.closed", call: 1 })), [1, 0], "it can't come back");
  assert.deepEqual(watched(stalled()), [1], "it may come back");
  assert.deepEqual(watched(stalled().session(2)), [1, 0]);
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
  watch.watch(1, { packets: async () => packets });
  await look(12);
  packets = 11;
  await look(3);
  assert.deepEqual(told, [[1, true], [1, false]]);

  watch.watch(2, { packets: async () => { throw new Error("closed"); } });
  await look(12);
  watch.watch(3, { packets: async () => null });
  await look(12);
  let answer;
  watch.watch(4, { packets: () => new Promise((resolve) => { answer = resolve; }) });
  await look(1);
  watch.watch(0, undefined);
  answer(5);
  await look(12);
  assert.equal(told.length, 2);
});
