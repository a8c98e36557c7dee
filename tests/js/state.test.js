import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CONVERSATION, PERSONA, PHASES, Play, closed, connecting, ended, failed, house, listening, live, lost, preparing, reconnecting, sayingGoodbye } from "./play.js";

const call = 1;
const response = "r9";
const item = "i9";
const EVENTS = [
  { type: "page.opened", abroad: false }, { type: "page.opened", abroad: true }, { type: "visitor.present" }, { type: "page.hidden" }, { type: "page.shown" }, { type: "network.offline" }, { type: "visitor.start", voice: true },
  { type: "visitor.stop" }, { type: "visitor.mute" }, { type: "visitor.interrupt" },
  { type: "visitor.retry" }, { type: "visitor.help" }, { type: "visitor.sound" },
  { type: "visitor.felt", feeling: "lighter" },
  { type: "visitor.text", text: "안녕하세요" }, house(), house({ open: false }), { type: "house.unknown" },
  { type: "network.online" }, { type: "microphone.ready", visit: 1 },
  { type: "microphone.failed", visit: 1, reason: "refused" },
  { type: "microphone.lost", visit: 1 }, { type: "microphone.lost", visit: 0 }, { type: "microphone.changed" },
  { type: "microphone.level", hearing: true }, { type: "microphone.level", hearing: false },
  { type: "conversation.begun", visit: 1, conversation: CONVERSATION, secret: "ek", callsUrl: "u", endsInMs: 1e6 },
  { type: "conversation.begun", visit: 0, conversation: CONVERSATION, secret: "ek", callsUrl: "u", endsInMs: 1e6 },
  { type: "conversation.refused", visit: 1, code: "house_full", detail: "자리가 없어요" },
  { type: "conversation.beat", id: "c-1", open: true, hangUp: false, endsInMs: 1e6, message: "" },
  { type: "conversation.beat", id: "c-1", open: false, hangUp: true, endsInMs: 0, message: "" },
  { type: "conversation.gone", id: "c-1", code: "conversation_ended", detail: "" },
  { type: "conversation.gone", id: "c-1", code: "network", detail: "" },
  ...["new", "connected", "disconnected", "failed", "closed"].map((link) => ({ type: "call.link", call, link })),
  { type: "call.link", call: 99, link: "failed" }, { type: "call.closed", call }, { type: "call.closed", call: 99 },
  { type: "call.stall", call, stalled: true }, { type: "call.stall", call, stalled: false }, { type: "call.stall", call: 99, stalled: true },
  { type: "call.stall", call, stalled: true, unheard: response }, { type: "call.stall", call: 99, stalled: true, unheard: response },
  { type: "call.failed", call, code: "network", detail: "" }, { type: "call.failed", call: 2, code: "house_closed", detail: "" },
  { type: "speaker.quiet", ticket: 1 }, { type: "speaker.blocked" }, { type: "speaker.playing" },
  ...["house", "heartbeat", "connect", "attempt", "next-attempt", "rollover", "goodbye", "limit", "tail", "gate",
    "awaiting", "response", "held", "silent", "unheard", "rest", "absent", "away", "given-up", "abroad"].map((name) => ({ type: "timer.fired", name })),
  { type: "call.opened", call }, { type: "call.opened", call: 2 },
  { type: "microphone.closed" },
  { type: "server.session", call, expiresInMs: 1e6 }, { type: "server.session", call: 2, expiresInMs: 0 },
  { type: "server.item", call, item, after: "", speaker: "visitor", text: "" },
  { type: "server.speech-started", call }, { type: "server.speech-stopped", call },
  { type: "server.committed", call, item, after: "" }, { type: "server.heard", call, item, delta: "아" },
  { type: "server.transcribed", call, item, text: "아" }, { type: "server.transcription-failed", call, item },
  { type: "server.response-created", call, response },
  { type: "server.response-done", call, response, status: "completed", code: "", calls: [], hasMessage: true, usage: {} },
  { type: "server.response-done", call, response, status: "failed", code: "insufficient_quota", calls: [], hasMessage: false, usage: {} },
  { type: "server.said", call, response, item, delta: "네" }, { type: "server.said-all", call, response, item, text: "네" },
  { type: "server.sound-started", call, response }, { type: "server.sound-stopped", call, response },
  { type: "server.truncated", call, item }, { type: "server.error", call, code: "session_expired", eventId: "" },
  { type: "server.error", call, code: "server_error", eventId: "" }, { type: "server.error", call, code: "invalid_api_key", eventId: "" },
];
const KNOWN = new Set(Object.keys(PHASES));

test("the table below knows every phase, every event and every timer that the types name", () => {
  const types = readFileSync(new URL("../../static/js/call/types.d.ts", import.meta.url), "utf8");
  const named = (name) => [...types.split(`export type ${name} =`)[1].split(";")[0].matchAll(/"([^"]+)"/gu)].map(([, word]) => word);
  const met = new Set(EVENTS.map(({ type }) => type));

  assert.deepEqual(named("Phase").filter((phase) => !KNOWN.has(phase)), []);
  assert.deepEqual(named("TimerName").filter((timer) => !EVENTS.some(({ name }) => name === timer)), []);
  const events = [...types.slice(types.indexOf("export type ServerEvent"), types.indexOf("export type Event =")).matchAll(/readonly type: "([^"]+)"/gu)].map(([, type]) => type);
  assert.ok(events.length > 40, `only ${events.length} found`);
  assert.deepEqual(events.filter((type) => !met.has(type)), []);
});

for (const [phase, make] of Object.entries(PHASES)) {
  test(`${phase} meets every event and stays whole`, () => {
    for (const event of EVENTS) {
      const play = make();
      assert.equal(play.state.phase, phase);
      play.do(event);
      const { state } = play;
      const name = `${phase} × ${JSON.stringify(event)}`;
      assert.ok(KNOWN.has(state.phase), name);
      if (!state.conversation) {
        assert.equal(state.call, 0, `${name}: no call without a conversation`);
        assert.ok(state.microphone !== "ready" || state.phase === "preparing", `${name}: nobody holds the microphone`);
      }
      if (["live", "rolling-over", "saying-goodbye"].includes(state.phase)) assert.ok(state.call && state.conversation, name);
      if (state.phase === "reconnecting") assert.ok(state.conversation && state.attempt >= 1 && state.attempt <= 5, name);
      assert.ok(!play.microphoneOn || ["live", "rolling-over", "saying-goodbye", "reconnecting"].includes(state.phase), name);
    }
  });
}

test("everything that can run together starts in the click", () => {
  const play = preparing();

  assert.deepEqual(play.last.map(({ type }) => type), [
    "timer.cancel", "microphone.open", "conversation.begin", "call.prepare",
  ]);
  assert.deepEqual(preparing(false).last.map(({ type }) => type), [
    "timer.cancel", "speaker.wake", "conversation.begin", "call.prepare",
  ]);
});

test("the call is made beside the microphone's question and waits for its answer", () => {
  const microphone = { type: "microphone.ready", visit: 1 };
  assert.equal(preparing().do(microphone).of("call.connect").length, 0);
  assert.equal(preparing().do(microphone).begun().of("call.connect")[0].credentials.secret, "ek_1");

  const asked = preparing().begun();
  assert.equal(asked.of("call.connect").length, 1);
  asked.do({ type: "call.opened", call: 1 });
  assert.deepEqual([asked.state.phase, asked.sentTypes, asked.of("timer.cancel").map(({ name }) => name)], ["preparing", [], ["connect"]]);
  asked.wait(60_000).do({ type: "server.session", call: 1, expiresInMs: 3_540_000 }).do(microphone);
  assert.deepEqual([asked.state.phase, asked.sentTypes], ["live", ["response.create"]]);
  assert.equal(asked.of("timer.start").find(({ name }) => name === "rollover").ms, 3_240_000);
});

test("a call that breaks before the microphone's question is answered is made anew", () => {
  for (const broken of [{ type: "call.closed", call: 1 }, { type: "call.link", call: 1, link: "failed" }]) {
    const play = preparing().begun().do({ type: "call.opened", call: 1 }, broken);
    assert.deepEqual([play.state.phase, play.of("call.close").length], ["preparing", 1]);

    play.do({ type: "microphone.failed", visit: 1, reason: "refused" });
    assert.deepEqual(play.of("call.open").map(({ call, cause }) => [call, cause]), [[2, "reconnect"]]);
    assert.equal(play.session(2).state.phase, "live");
  }
});

test("a first call that can't be made is told, also while the microphone's question stands", () => {
  const play = preparing().begun().timer("connect");
  assert.deepEqual([play.state.phase, play.state.reason], ["failed", "realtime_unavailable"]);
});

test("without a microphone the visit goes on by text", () => {
  const play = preparing().do({ type: "microphone.failed", visit: 1, reason: "refused" }).begun().session();

  assert.equal(play.state.phase, "live");
  assert.equal(play.microphoneOn, false);
  assert.deepEqual(play.sentTypes, ["response.create"]);
});

test("the character greets first, and once", () => {
  const play = live();

  assert.deepEqual(play.sent, [{ type: "response.create", event_id: "create_1" }]);
  assert.equal(play.state.ledger.connect_ms, 500);
  assert.deepEqual(play.session(1).sentTypes, []);
});

test("every way out gives the microphone back and tells the server once", () => {
  const exits = [
    [{ type: "visitor.stop" }, "ended", "visitor"],
    [{ type: "page.hidden" }, "ended", "page_left"],
    [{ type: "timer.fired", name: "limit" }, "ended", "limit"],
    [{ type: "conversation.beat", id: "c-1", open: false, hangUp: true, endsInMs: 0, message: "" }, "ended", "closing"],
    [{ type: "conversation.gone", id: "c-1", code: "budget_spent", detail: "" }, "failed", "failed"],
  ];
  for (const make of [connecting, listening, reconnecting, lost, PHASES["rolling-over"], sayingGoodbye]) {
    for (const [event, phase, reason] of exits) {
      const play = make().do(event);
      assert.equal(play.state.phase, phase);
      assert.equal(play.of("microphone.close").length, 1);
      assert.deepEqual(play.of("conversation.end").map((effect) => effect.reason), [reason]);
      assert.equal(play.do(event).of("conversation.end").length, 0);
    }
  }
});

test("a conversation that arrives after the visitor left is given back", () => {
  const play = preparing().do({ type: "visitor.stop" }).begun({ visit: 1 });

  assert.equal(play.state.phase, "ended");
  assert.equal(play.of("conversation.end")[0].conversation.id, "c-1");
});

test("an answer of the last visit does not enter the next", () => {
  const play = preparing().do({ type: "visitor.stop" }, { type: "visitor.start", voice: true });
  play.begun({ visit: 1 });

  assert.equal(play.state.conversation, null);
  assert.equal(play.of("conversation.end").length, 1);
});

test("the house opens and closes by itself, and not under a conversation", () => {
  assert.equal(closed().do(house()).state.phase, "idle");
  assert.equal(listening().do(house({ open: false })).state.phase, "live");
  assert.equal(closed().do({ type: "visitor.start", voice: true }).state.phase, "closed");
});

test("a closed house that refuses says so in its own words", () => {
  const play = preparing().do({ type: "conversation.refused", visit: 1, code: "house_closed", detail: "쉬는 날이에요." });

  assert.equal(play.state.phase, "closed");
  assert.equal(play.state.detail, "쉬는 날이에요.");
});

test("after a failed start one button begins anew", () => {
  assert.equal(failed().do({ type: "visitor.retry" }).state.phase, "preparing");
  assert.equal(ended().do({ type: "visitor.start", voice: false }).state.phase, "preparing");
});

test("near the end the character is told, at a pause, and the talk goes on", () => {
  const speaking = live().speak("r1").timer("goodbye");
  assert.equal(speaking.state.phase, "live");

  speaking.finish("r1").fallSilent("r1");
  assert.equal(speaking.state.phase, "saying-goodbye");
  const [told, asked] = speaking.sent;
  assert.deepEqual(told.item, { type: "message", role: "system", content: [{ type: "input_text", text: "작별한다." }] });
  assert.equal(asked.type, "response.create");
});

test("the next opening moves the next look at the house to its second", () => {
  const delay = (opensInMs) => closed().do(house({ open: false, opensInMs })).timer("house").of("timer.start")[0].ms;

  assert.equal(delay(null), 20_000);
  assert.equal(delay(3_600_000), 20_000);
  assert.equal(delay(7_000), 7_500);
});

test("a kiosk forgets what was said before the next visitor", () => {
  const play = listening();
  play.state = { ...play.state, kiosk: true };
  play.do({ type: "visitor.stop" });
  assert.ok(play.of("timer.start").some(({ name }) => name === "rest"));

  play.timer("rest");
  assert.deepEqual([play.state.phase, play.state.captions.length], ["idle", 0]);
});

test("after any end what was said is forgotten in ten minutes, and the numbers are not", () => {
  const gone = (code) => ({ type: "conversation.gone", id: "c-1", code, detail: "" });
  const rows = [[{ type: "visitor.stop" }, "ended"], [gone("conversation_ended"), "failed"], [gone("house_closed"), "closed"]];
  for (const [event, phase] of rows) {
    const play = reconnecting().do({ type: "visitor.help" }, event);
    assert.equal(play.state.phase, phase);
    assert.deepEqual(play.of("timer.start").filter(({ name }) => name === "rest").map(({ ms }) => ms), [600_000], phase);
    assert.ok(play.state.captions.length);

    play.timer("rest");
    assert.deepEqual([play.state.phase, play.state.captions, play.state.help], ["idle", [], true]);
  }
  assert.ok(!lost().effects.some(({ type, name }) => type === "timer.start" && name === "rest"), "what can be taken up again is kept");
});

test("heartbeats carry whole numbers only", () => {
  const play = reconnecting().timer("heartbeat");
  const { ledger, usage } = play.of("conversation.heartbeat")[0];

  const { drops_by_cause: causes, ...counts } = ledger;
  assert.deepEqual(causes, { disconnected: 1 });
  for (const value of [...Object.values(counts), ...Object.values(usage)]) assert.ok(Number.isInteger(value) && value >= 0);
  assert.deepEqual(Object.keys(usage), ["text_in", "text_cached", "text_out", "audio_in", "audio_cached", "audio_out"]);
  assert.equal(ledger.drops, 1);
});

test("who is talked with is kept over visits, until one begins with somebody newer", () => {
  const newer = { ...PERSONA, flowers: [] };

  const play = ended().do({ type: "visitor.start", voice: true });
  assert.deepEqual([play.state.persona, play.state.stamp], [PERSONA, "7.a"]);
  assert.equal(play.begun({ visit: 2, persona: newer }).state.persona, newer);
  const next = play.do({ type: "visitor.stop" }, { type: "visitor.start", voice: true });
  assert.equal(next.begun({ visit: 3, persona: null }).state.persona, newer);
});

test("a page at rest is loaded anew when what it carries has changed, and nothing under a visitor", () => {
  const asked = (play, stamp = "8.a") => play.do(house({ stamp })).of("page.renew").map((effect) => effect.stamp);
  const withHelp = () => new Play().do({ type: "visitor.help" });
  const spent = () => {
    const play = closed();
    play.state = { ...play.state, captions: ended().state.captions };
    return play;
  };

  assert.deepEqual(asked(new Play()), ["8.a"]);
  assert.deepEqual(asked(closed()), ["8.a"]);
  assert.deepEqual(asked(withHelp().do({ type: "visitor.help" })), ["8.a"]);
  for (const same of ["7.a", ""]) assert.deepEqual(asked(new Play(), same), []);
  for (const make of [withHelp, spent, preparing, connecting, listening, reconnecting, lost, sayingGoodbye, ended, failed]) {
    assert.deepEqual(asked(make()), [], make.name);
  }
});

test("an end that somebody moved moves the goodbye too", () => {
  const beat = (endsInMs) => ({ type: "conversation.beat", id: "c-1", open: true, hangUp: false, endsInMs, message: "" });
  const timers = (play) => Object.fromEntries(play.of("timer.start").map(({ name, ms }) => [name, ms]));
  const play = listening().wait(60_000);
  const left = play.state.endsAt - play.at;

  assert.deepEqual(timers(play.do(beat(left + 300))), { limit: left + 300 });
  assert.deepEqual(timers(play.do(beat(300_000))), { limit: 300_000, goodbye: 180_000 });
  assert.deepEqual(timers(sayingGoodbye().do(beat(30_000))), { limit: 30_000 }, "said once");
});
