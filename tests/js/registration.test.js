/** Every call the provider knows of is told to our server, which alone can hang it up. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Refused } from "../../static/js/call/api.js";
import { Calls } from "../../static/js/call/calls.js";
import { Peer } from "../../static/js/call/peer.js";
import { arrival, firstLook, isStalled } from "../../static/js/call/stall.js";
import { CONVERSATION } from "./play.js";

class Connection extends EventTarget {
  connectionState = "connected";
  iceConnectionState = "connected";
  channel = Object.assign(new EventTarget(), { readyState: "open", close() {}, send() {} });
  createDataChannel() { return this.channel; }
  addTransceiver() {
    const reports = this.reports ?? [];
    return { sender: { replaceTrack: async () => undefined }, receiver: { getStats: async () => new Map(reports.entries()) } };
  }
  async setLocalDescription() { this.localDescription = { sdp: "offer" }; }
  async setRemoteDescription() {}
  close() {}
}

const realFetch = globalThis.fetch;
afterEach(() => { globalThis.fetch = realFetch; });
const answers = () => { globalThis.fetch = async () => new Response("answer", { status: 201, headers: { Location: "/v1/realtime/calls/rtc_1" } }); };
const settle = async () => { for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve)); };

/** Calls with an API whose registrations go as told, "ok" or a problem code each. */
function callsWith(...outcomes) {
  const registered = [];
  const told = [];
  const api = {
    renewSecret: async () => ({ secret: "ek", callsUrl: "https://calls.example/" }),
    register: async (_, id) => {
      registered.push(id);
      const outcome = outcomes.shift() ?? "ok";
      if (outcome !== "ok") throw new Refused(outcome, "");
    },
  };
  return { calls: new Calls(api, { serverNow: () => 0 }, () => new Connection(), (report) => told.push(report)), registered, told };
}

test("a registration that fails is repeated until it succeeds", async (context) => {
  answers();
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { calls, registered, told } = callsWith("network", "realtime_unavailable", "rate_limited");
  await calls.open(2, CONVERSATION, true, "reconnect");
  await settle();
  for (const wait of [500, 1_000, 2_000, 4_000]) {
    context.mock.timers.tick(wait);
    await settle();
  }

  assert.deepEqual(registered, ["rtc_1", "rtc_1", "rtc_1", "rtc_1"]);
  assert.deepEqual(told, [], "the call itself is none the worse");
});

test("it is given up in the end, and at once when the server says that it is over", async (context) => {
  answers();
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const never = callsWith(...Array(99).fill("network"));
  await never.calls.open(2, CONVERSATION, true, "reconnect");
  for (let second = 0; second < 200; second += 1) {
    await settle();
    context.mock.timers.tick(1_000);
  }
  assert.equal(never.registered.length, 8);

  const over = callsWith(...Array(99).fill("conversation_ended"));
  await over.calls.open(2, CONVERSATION, true, "reconnect");
  for (let second = 0; second < 90; second += 1) {
    await settle();
    context.mock.timers.tick(1_000);
  }
  assert.equal(over.registered.length, 1);
});

test("a call that was given up while the provider answered is told all the same", async () => {
  let body;
  globalThis.fetch = async () => ({ ok: true, headers: new Headers({ Location: "/v1/realtime/calls/rtc_9" }), text: () => new Promise((resolve) => { body = resolve; }) });
  const { calls, registered, told } = callsWith();
  const opening = calls.open(2, CONVERSATION, true, "reconnect");
  await settle();
  calls.close(2);
  body("answer");
  await opening;
  await settle();

  assert.deepEqual([registered, told], [["rtc_9"], []]);
});

function open(reports) {
  const connection = Object.assign(new Connection(), { reports });
  const told = [];
  return { connection, told, peer: new Peer(connection, true, { link: (link) => told.push(link), closed: () => told.push("closed"), message: () => undefined }) };
}

test("asked again, a call tells how it stands although nothing changed", () => {
  const { connection, peer, told } = open();
  peer.check();
  peer.check();
  connection.channel.readyState = "closed";
  peer.check();

  assert.deepEqual(told, ["connected", "connected", "connected", "closed"]);
});

test("signs of life are counted on the incoming sound and the chosen pair, and are unknown without them", async () => {
  const sound = { type: "inbound-rtp", packetsReceived: 7, totalAudioEnergy: 0.5 };
  const transport = { type: "transport", selectedCandidatePairId: "b" };
  const pairs = [{ type: "candidate-pair", id: "a", requestsSent: 9, responsesReceived: 9 }, { type: "candidate-pair", id: "b", requestsSent: 4, responsesReceived: 3 }];

  assert.deepEqual(await open([{ type: "codec" }, sound, transport, ...pairs]).peer.vitals(), { packets: 7, energy: 0.5, answers: 3, pair: "b" });
  assert.deepEqual(await open([{ type: "inbound-rtp", packetsReceived: 7 }, ...pairs]).peer.vitals(), { packets: 7, energy: null, answers: null, pair: "" });
  assert.equal(await open([transport, ...pairs]).peer.vitals(), null);
});

// Measured with Firefox 153 while the other side sends nothing: when its count of answers rose.
test("a quiet line is not taken for a dead one in a browser that asks for signs of life every five seconds", async () => {
  const rose = [6_080, 11_645, 16_676, 22_178, 27_203];
  const seen = async (/** @type {number} */ now) => {
    const pair = { type: "candidate-pair", id: "p", responsesReceived: 1 + rose.filter((at) => at <= now).length };
    const vitals = await open([
      { type: "inbound-rtp", packetsReceived: 298, totalAudioEnergy: 0 }, { type: "transport", selectedCandidatePairId: "p" }, pair,
    ]).peer.vitals();
    return vitals ?? assert.fail("nothing was counted");
  };

  let line = firstLook(await seen(6_500));
  for (let now = 7_000; now < 28_000; now += 500) {
    line = arrival(line, await seen(now), 500);
    assert.equal(isStalled(line, false), false, `${now} ms`);
  }
});
