/** Edges against fakes of the browser's own objects: what arrives late is not heard. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Api } from "../../static/js/call/api.js";
import { Clock } from "../../static/js/call/clock.js";
import { Microphone } from "../../static/js/call/microphone.js";
import { CallRefused, Peer } from "../../static/js/call/peer.js";
import { Speaker } from "../../static/js/call/speaker.js";
import { Store } from "../../static/js/call/store.js";
import { INITIAL } from "../../static/js/call/facts.js";

class FakeChannel extends EventTarget {
  readyState = "open";
  sent = [];
  send(text) { this.sent.push(JSON.parse(text)); }
  close() { this.readyState = "closed"; this.dispatchEvent(new Event("close")); }
}

class FakeConnection extends EventTarget {
  connectionState = "new";
  iceConnectionState = "new";
  channel = new FakeChannel();
  order = [];
  createDataChannel(label) { this.order.push(label); return this.channel; }
  addTransceiver(kind, { direction }) { this.order.push(direction); return { sender: { replaceTrack: async () => undefined } }; }
  async setLocalDescription() { this.order.push("offer"); this.localDescription = { sdp: "offer" }; }
  async setRemoteDescription(answer) { this.answer = answer; }
  close() { this.connectionState = "closed"; this.dispatchEvent(new Event("connectionstatechange")); }
  become(state) { this.connectionState = state; this.dispatchEvent(new Event("connectionstatechange")); }
}

const realFetch = globalThis.fetch;
const realNavigator = Object.getOwnPropertyDescriptor(globalThis, "navigator");
afterEach(() => {
  globalThis.fetch = realFetch;
  Object.defineProperty(globalThis, "navigator", realNavigator);
});

function open(voice = true) {
  const connection = new FakeConnection();
  const told = [];
  const peer = new Peer(connection, voice, {
    link: (link) => told.push(link), closed: () => told.push("channel closed"), message: (text) => told.push(text),
  });
  return { connection, peer, told };
}
const CREDENTIALS = { secret: "ek_x", callsUrl: "https://calls.example/v1" };

test("the data channel and the audio line are there before the offer is made", () => {
  assert.deepEqual(open().connection.order, ["oai-events", "sendrecv", "offer"]);
  assert.deepEqual(open(false).connection.order, ["oai-events", "recvonly", "offer"]);
});

test("the offer goes to the provider with the secret, and the call's id is the address's end", async () => {
  const { connection, peer } = open();
  let asked;
  globalThis.fetch = async (url, init) => {
    asked = [url, init.headers.Authorization, init.headers["Content-Type"], init.body];
    return new Response("answer", { status: 201, headers: { Location: "/v1/realtime/calls/rtc_1" } });
  };

  const located = [];
  await peer.connect(CREDENTIALS, (id) => located.push(id));
  assert.deepEqual(located, ["rtc_1"]);
  assert.deepEqual(asked, ["https://calls.example/v1", "Bearer ek_x", "application/sdp", "offer"]);
  assert.deepEqual(connection.answer, { type: "answer", sdp: "answer" });
});

test("the offer carries the addresses that were found while the secret was on its way", async () => {
  const { connection, peer } = open();
  let body;
  globalThis.fetch = async (_, init) => {
    ({ body } = init);
    return new Response("answer", { status: 201 });
  };
  await new Promise((resolve) => setTimeout(resolve));
  connection.localDescription = { sdp: "offer with an address" };

  await peer.connect(CREDENTIALS, () => undefined);
  assert.equal(body, "offer with an address");
});

test("a provider that tells no address is taken without one", async () => {
  globalThis.fetch = async () => new Response("answer", { status: 201 });

  const { connection, peer } = open();
  await peer.connect(CREDENTIALS, () => assert.fail("there is none"));

  assert.equal(connection.answer.sdp, "answer");
});

test("an error is read before the connection could choke on it", async () => {
  const { connection, peer } = open();
  globalThis.fetch = async () => new Response('{"error":{"code":"insufficient_quota"}}', { status: 429 });

  await assert.rejects(peer.connect(CREDENTIALS, () => assert.fail("a refusal is no call")), (error) => error instanceof CallRefused && error.code === "insufficient_quota");
  assert.equal(connection.answer, undefined);
});

test("the goodbye takes back a heartbeat that is under way: overtaken, it would be refused", async () => {
  const order = [];
  globalThis.fetch = (url, { signal }) => {
    order.push(url.split("/").at(-1));
    if (url.endsWith("/end")) return Promise.resolve(new Response(null, { status: 204 }));
    return new Promise((_, reject) => signal.addEventListener("abort", () => { order.push("taken back"); reject(signal.reason); }));
  };
  const api = new Api({ status: "/api/status", conversations: "/api/conversations" }, new Clock(), { kiosk_key: null, stamp: "" }, "ko");
  const conversation = { id: "c-1", token: "token" };
  const beat = assert.rejects(api.beat(conversation, {}), { message: "network" });

  await api.end(conversation, {});
  await beat;
  assert.deepEqual(order, ["heartbeat", "taken back", "end"]);
});

test("a closed call falls silent, whatever arrives later", async () => {
  const { connection, peer, told } = open();
  let answer;
  globalThis.fetch = () => new Promise((resolve) => { answer = resolve; });
  const connecting = peer.connect(CREDENTIALS, () => undefined);
  await new Promise((resolve) => setTimeout(resolve));
  peer.close();
  answer(new Response("answer", { status: 201 }));

  await assert.rejects(connecting);
  connection.become("connected");
  connection.channel.dispatchEvent(Object.assign(new Event("message"), { data: "late" }));
  assert.deepEqual([told, connection.answer], [[], undefined]);
});

test("each change of the link is told once", () => {
  const { connection, told } = open();
  connection.become("connected");
  connection.become("connected");
  connection.become("disconnected");

  assert.deepEqual(told, ["connected", "disconnected"]);
});

test("nothing is sent into a channel that is not open", () => {
  const { connection, peer } = open();
  connection.channel.readyState = "connecting";
  peer.send([{ type: "response.create" }]);

  assert.deepEqual(connection.channel.sent, []);
});

function browserWithMicrophone(getUserMedia) {
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices: Object.assign(new EventTarget(), { getUserMedia }) }, configurable: true });
}
function fakeStream() {
  const track = Object.assign(new EventTarget(), { enabled: true, readyState: "live", stop() { this.readyState = "ended"; } });
  return { track, getTracks: () => [track], getAudioTracks: () => [track] };
}

test("the microphone opens silent and is really given back", async () => {
  const stream = fakeStream();
  browserWithMicrophone(async () => stream);
  const microphone = new Microphone(() => undefined);
  await microphone.open(() => undefined);
  assert.equal(stream.track.enabled, false);

  microphone.enable(true);
  microphone.close();
  assert.deepEqual([stream.track.readyState, microphone.track], ["ended", null]);
});

test("a microphone that is granted after the visitor left is given back at once", async () => {
  const stream = fakeStream();
  let grant;
  browserWithMicrophone(() => new Promise((resolve) => { grant = resolve; }));
  const microphone = new Microphone(() => undefined);
  const opening = microphone.open(() => undefined);
  microphone.close();
  grant(stream);

  assert.equal(await opening, "none");
  assert.equal(stream.track.readyState, "ended");
});

for (const [name, reason] of [["NotAllowedError", "refused"], ["NotFoundError", "missing"], ["SecurityError", "insecure"], ["NotReadableError", "busy"]]) {
  test(`${name} is told as ${reason}`, async () => {
    browserWithMicrophone(async () => { throw new DOMException("", name); });

    assert.equal(await new Microphone(() => undefined).open(() => undefined), reason);
  });
}

test("a page that is not secure has no microphone to ask for", async () => {
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });

  assert.equal(await new Microphone(() => undefined).open(() => undefined), "insecure");
});

function speakerHearing(level) {
  const reports = [];
  const element = { play: async () => undefined, pause() {}, srcObject: null, muted: false };
  const speaker = new Speaker(element, { watch: () => undefined, level }, (report) => reports.push(report));
  return { speaker, reports, element };
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("quiet is reported when it is quiet, and at the bound when nobody can tell", async () => {
  const quiet = speakerHearing(() => 0);
  quiet.speaker.awaitQuiet({ ticket: 3, quietMs: 40, boundMs: 5_000 });
  const deaf = speakerHearing(() => null);
  deaf.speaker.awaitQuiet({ ticket: 4, quietMs: 10, boundMs: 150 });
  await pause(110);
  assert.deepEqual([quiet.reports, deaf.reports], [[{ type: "speaker.quiet", ticket: 3 }], []]);

  await pause(150);
  assert.deepEqual(deaf.reports, [{ type: "speaker.quiet", ticket: 4 }]);
});

test("a newer wait replaces an older one, and stopping ends both", async () => {
  const { speaker, reports, element } = speakerHearing(() => 0);
  speaker.awaitQuiet({ ticket: 1, quietMs: 40, boundMs: 60 });
  speaker.awaitQuiet({ ticket: 2, quietMs: 40, boundMs: 60 });
  speaker.stop();
  await pause(120);

  assert.deepEqual([reports, element.srcObject], [[], null]);
});

test("an effect that answers at once meets the new state", () => {
  const store = new Store({ ...INITIAL }, () => 0);
  const phases = [];
  store.connect((effect) => {
    phases.push(store.state.phase);
    if (effect.type === "microphone.open") store.send({ type: "microphone.failed", visit: 1, reason: "refused" });
  }, () => undefined);
  store.send({ type: "visitor.start", voice: true });

  assert.deepEqual([...new Set(phases)], ["preparing"]);
  assert.equal(store.state.microphone, "refused");
});

test("an effect that fails takes neither the others nor the screen with it, and is told", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const store = new Store({ ...INITIAL }, () => 0);
  const tried = [];
  let shown;
  store.connect((effect) => {
    tried.push(effect.type);
    throw new DOMException("of another sample rate", "NotSupportedError");
  }, (state) => { shown = state.phase; });
  store.send({ type: "visitor.start", voice: true });

  assert.ok(tried.includes("microphone.open") && tried.length > 1, tried.join());
  assert.equal(shown, "preparing");
  assert.throws(() => context.mock.timers.tick(0), { name: "NotSupportedError" });
});
