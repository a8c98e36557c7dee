/** A microphone that goes away and comes back, and one that hears nothing. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Ears } from "../../static/js/call/ears.js";
import { effectRunner } from "../../static/js/call/effects.js";
import { Microphone } from "../../static/js/call/microphone.js";
import { viewModel } from "../../static/js/call/view-model.js";
import { connecting, ended, listening, live, preparing, reconnecting } from "./play.js";

const words = new Proxy({}, { get: (_, key) => `<${String(key)}>` });
const model = (play) => viewModel(play.state, words, String);
const lost = { type: "microphone.lost", visit: 1 };
const changed = { type: "microphone.changed" };
const ready = { type: "microphone.ready", visit: 1 };
const missing = { type: "microphone.failed", visit: 1, reason: "missing" };

test("an unplugged device is replaced by the default one, on the same call, without a touch", () => {
  const play = listening().do(lost);
  assert.deepEqual(play.of("microphone.open"), [{ type: "microphone.open", visit: 1 }]);
  assert.deepEqual([play.state.phase, play.microphoneOn], ["live", false]);

  play.do(ready);
  assert.deepEqual(play.of("call.attach"), [{ type: "call.attach", call: 1 }]);
  assert.equal(play.microphoneOn, true);
});

test("the gate and the visitor's mute outlive the change of device", () => {
  const gated = live().speak("r1").do(lost, ready);
  assert.equal(gated.microphoneOn, false);
  assert.equal(gated.finish("r1").fallSilent("r1").microphoneOn, true);

  const muted = listening().do({ type: "visitor.mute" }, lost, ready);
  assert.equal(muted.microphoneOn, false);
  assert.equal(muted.do({ type: "visitor.mute" }).microphoneOn, true);
});

test("with no other device the visit goes on by text, until one is plugged in", () => {
  const play = listening().do(lost, missing);
  assert.deepEqual([model(play).alert, model(play).canSend, play.state.phase], ["<trouble_missing>", true, "live"]);

  play.do(changed);
  assert.equal(play.of("microphone.open").length, 1);
  assert.equal(play.do(changed).of("microphone.open").length, 0, "asked for already");
  play.do(ready);
  assert.deepEqual([model(play).alert, play.microphoneOn], ["", true]);
});

test("a device that changes while the call is mended is there on the new call", () => {
  const play = reconnecting().do(lost, ready).session();

  assert.equal(play.of("call.adopt").length, 1);
  assert.equal(play.microphoneOn, true);
});

test("lost before the call stands, it is asked for again and waited for", () => {
  assert.equal(connecting().do(lost).of("microphone.open").length, 1);
  const play = preparing().do(ready, lost).begun();
  assert.equal(play.session().state.phase, "preparing");
  assert.deepEqual([play.do(ready).state.phase, play.microphoneOn], ["live", true]);
});

test("who refused, writes, mutes himself or has left is not asked again", () => {
  const refused = preparing().do({ type: "microphone.failed", visit: 1, reason: "refused" }).begun().session();
  const byText = preparing(false).begun().session();
  for (const make of [() => refused, () => byText, listening, ended]) {
    assert.equal(make().do(changed).of("microphone.open").length, 0);
  }
  for (const play of [refused, byText, ended()]) assert.equal(play.do(lost).of("microphone.open").length, 0);
  assert.equal(listening().do({ type: "microphone.lost", visit: 0 }).last.length, 0, "the device of an earlier visit");
});

const level = (hearing) => ({ type: "microphone.level", hearing });
const hintTimer = (play) => play.effects.filter(({ type, name }) => /timer/.test(type) && name === "unheard").at(-1)?.type;

test("nothing heard for a while, though it is the visitor's turn, is one quiet line", () => {
  const play = listening().do(level(false));
  assert.ok(play.of("timer.start").some(({ name, ms }) => name === "unheard" && ms === 12_000));

  play.timer("unheard");
  assert.deepEqual([model(play).message, model(play).alert], ["<unheard>", ""]);
  assert.equal(play.do(level(true)).state.notice, "");
  assert.equal(model(play).hearing, true);
});

test("the hint is not waited for while nobody can tell, he speaks, the visitor speaks or is muted", () => {
  assert.equal(hintTimer(listening()), undefined, "nobody can tell");
  assert.equal(hintTimer(live().do(level(false)).speak("r1")), undefined);
  assert.equal(hintTimer(listening().do(level(false), level(true))), "timer.cancel");
  assert.equal(hintTimer(listening().do(level(false)).server("speech-started")), "timer.cancel");
  assert.equal(hintTimer(listening().do(level(false), { type: "visitor.mute" })), "timer.cancel");
  assert.equal(hintTimer(listening().do(level(false), { type: "visitor.stop" })), "timer.cancel");
});

test("the hint goes with the visitor's turn and is not said twice in one", () => {
  const hinted = () => listening().do(level(false)).timer("unheard");

  assert.equal(hinted().server("speech-started").state.notice, "");
  assert.equal(hinted().do({ type: "visitor.mute" }).state.notice, "");
  assert.equal(hinted().server("response-created", { response: "r2" }).state.notice, "");
  assert.equal(hintTimer(hinted()), "timer.start", "started once");
});

test("a trouble that was told is not wiped away by the visitor's voice", () => {
  const play = listening().server("response-created", { response: "r2" })
    .finish("r2", { status: "failed", code: "server_error", hasMessage: false }).do(level(true));

  assert.equal(play.state.notice, "reply_failed");
});

const real = Object.fromEntries(["navigator", "AudioContext", "setInterval", "AnalyserNode", "MediaStreamAudioSourceNode"]
  .map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));
afterEach(() => {
  for (const [name, was] of Object.entries(real)) {
    if (was) Object.defineProperty(globalThis, name, was);
    else delete globalThis[name];
  }
});
const pretend = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

test("devices that come or go are told; one that goes away tells of itself", async () => {
  const track = Object.assign(new EventTarget(), { stop() {} });
  const devices = Object.assign(new EventTarget(), { getUserMedia: async () => ({ getTracks: () => [track], getAudioTracks: () => [track] }) });
  pretend("navigator", { mediaDevices: devices });
  const told = [];
  const microphone = new Microphone(() => told.push("changed"));
  await microphone.open(() => told.push("lost"));

  devices.dispatchEvent(new Event("devicechange"));
  track.dispatchEvent(new Event("ended"));
  track.dispatchEvent(new Event("ended"));
  assert.deepEqual(told, ["changed", "lost"]);
});

test("what the ear picks up is told once for each change, and not at all while audio is asleep", (context) => {
  let now = 0;
  let loud = 0;
  let look = () => undefined;
  context.mock.method(performance, "now", () => now);
  const audio = { state: "suspended", resume: async () => undefined };
  pretend("AudioContext", function () { return audio; });
  pretend("AnalyserNode", class { getFloatTimeDomainData(samples) { samples.fill(loud); } });
  pretend("MediaStreamAudioSourceNode", class { connect() {} disconnect() {} });
  pretend("setInterval", (next) => { look = next; });
  const told = [];
  const ears = new Ears(() => undefined, ({ hearing }) => told.push(hearing));
  ears.wake();
  ears.hear({ getAudioTracks: () => [{}] });
  const run = (ms, level) => {
    loud = level;
    for (const end = now + ms; now < end; now += 20) look();
  };

  run(1_000, 0);
  assert.deepEqual(told, []);
  audio.state = "running";
  run(400, 0);
  assert.deepEqual(told, [false]);
  run(200, 0.05);
  run(600, 0.002);
  run(200, 0.05);
  assert.deepEqual(told, [false, true], "the pauses between words are no silence");
  run(2_000, 0.002);
  assert.deepEqual(told, [false, true, false]);
});

test("audio runs while there is a visit, with a microphone or without, and in the next one again", () => {
  const audio = {
    state: "suspended",
    resume: async () => (audio.state = "running"),
    suspend: async () => (audio.state = "suspended"),
  };
  pretend("AudioContext", function () { return audio; });
  const ears = new Ears(() => undefined, () => undefined);
  const run = effectRunner({ ears, microphone: { close() {} }, speaker: { wake() {}, stop() {} } });
  const leave = () => ended().of("microphone.close").forEach(run);

  leave();
  assert.equal(audio.state, "suspended", "left before anything was heard");
  for (const visit of [1, 2]) {
    preparing(false).of("speaker.wake").forEach(run);
    assert.equal(audio.state, "running", `visit ${visit}`);
    leave();
    assert.equal(audio.state, "suspended", `after visit ${visit}`);
  }
});

test("a stream that no ear can be put to breaks nothing", async () => {
  const refusing = class { constructor() { throw new DOMException("another sample rate", "NotSupportedError"); } };
  const audio = { state: "running", resume: async () => undefined };
  pretend("AudioContext", function () { return audio; });
  pretend("AnalyserNode", class { getFloatTimeDomainData(samples) { samples.fill(0.1); } });
  pretend("MediaStreamAudioSourceNode", refusing);
  pretend("setInterval", () => 0);
  const stream = { getAudioTracks: () => [{}] };
  const told = [];
  const ears = new Ears(() => undefined, () => undefined);
  const run = effectRunner({
    ears, microphone: { open: async () => stream }, speaker: { wake() {} }, send: ({ type }) => told.push(type),
  });

  ears.character.watch(stream);
  run({ type: "microphone.open", visit: 1 });
  run({ type: "speaker.wake" });
  run({ type: "microphone.open", visit: 2 });
  await new Promise(setImmediate);
  assert.deepEqual(told, ["microphone.ready", "microphone.ready"], "the second visit finds the context made");
  assert.equal(ears.character.level(), null, "nobody can tell");

  pretend("MediaStreamAudioSourceNode", class { connect() {} disconnect() {} });
  ears.character.watch(stream);
  assert.ok(ears.character.level() > 0, "of the next call's stream it can be told");
});

test("on iOS a microphone that was taken and given back is replaced, elsewhere it is believed", async () => {
  const replaced = async (/** @type {string} */ userAgent) => {
    const told = [];
    const track = Object.assign(new EventTarget(), { stop: () => told.push("stopped") });
    const devices = Object.assign(new EventTarget(), { getUserMedia: async () => ({ getTracks: () => [track], getAudioTracks: () => [track] }) });
    pretend("navigator", { mediaDevices: devices, userAgent, maxTouchPoints: 5 });
    await new Microphone(() => undefined).open(() => told.push("lost"));
    for (const type of ["mute", "unmute", "unmute"]) track.dispatchEvent(new Event(type));
    return told;
  };

  assert.deepEqual(await replaced("Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X)"), ["stopped", "lost"]);
  assert.deepEqual(await replaced("Mozilla/5.0 (Linux; Android 15; Pixel 9)"), []);
});
