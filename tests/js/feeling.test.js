/** How the visit felt: asked once at the end, of whom, and told of the conversation that has ended. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Api } from "../../static/js/call/api.js";
import { Clock } from "../../static/js/call/clock.js";
import { asksFeeling } from "../../static/js/call/facts.js";
import { CONVERSATION, Play, listening, lost } from "./play.js";

const told = { type: "visitor.felt", feeling: "heavier" };
const talked = () => listening().says("u1", "오늘 힘들었어요");
const stopped = (play = talked()) => play.do({ type: "visitor.stop" });

test("one tap is told of the conversation that has ended, and a second is not", () => {
  const play = stopped().do(told);
  assert.deepEqual(play.last, [{ type: "conversation.feeling", conversation: CONVERSATION, feeling: "heavier" }]);
  assert.equal(play.state.felt, "heavier");
  assert.deepEqual(play.do({ ...told, feeling: "lighter" }).last, []);
});

test("asked is who said something, at the end, and nobody in danger", () => {
  const rows = {
    "said something": [stopped(), true],
    "the time was up": [talked().timer("limit"), true],
    "said nothing": [stopped(listening()), false],
    "still talking": [talked(), false],
    "nobody came": [new Play(), false],
    "it broke and may be taken up again": [lost(), false],
    "a sign of danger": [stopped(listening().says("u1", "죽고 싶어요")), false],
  };
  for (const [name, [play, asked]] of Object.entries(rows)) {
    assert.equal(asksFeeling(play.state), asked, name);
    assert.equal(play.do(told).of("conversation.feeling").length, asked ? 1 : 0, name);
  }
});

test("the next visit, and the next visitor of a kiosk, begin without an answer", () => {
  const next = stopped().do(told, { type: "visitor.start", voice: true });
  assert.deepEqual([next.state.felt, next.state.parted], ["", null]);
  const kiosk = talked();
  kiosk.state = { ...kiosk.state, kiosk: true };
  stopped(kiosk).do(told).timer("rest");
  assert.deepEqual([kiosk.state.felt, kiosk.state.parted], ["", null]);
});

const realFetch = globalThis.fetch;
afterEach(() => { globalThis.fetch = realFetch; });

test("whatever is asked of our server is asked in the language of the page", async () => {
  /** @type {[string, RequestInit][]} */
  const asked = [];
  globalThis.fetch = async (url, init) => {
    asked.push([url, init]);
    return new Response(JSON.stringify({ client_secret: { value: "ek" }, ends_at: "2026-11-26T10:00:00Z", open: true }));
  };
  const api = new Api({ status: "/api/status", conversations: "/api/conversations" }, new Clock(), { kiosk_key: null, stamp: "7.a" }, "ja");
  const counts = { reason: "visitor", phase: "live", ledger: {}, usage: {} };
  await api.status();
  await api.begin();
  await api.renewSecret(CONVERSATION, "reconnect", new AbortController().signal);
  await api.register(CONVERSATION, "rtc_1");
  await api.beat(CONVERSATION, counts);
  await api.end(CONVERSATION, counts);
  await api.feel(CONVERSATION, "same");

  assert.equal(asked.length, 7);
  for (const [url, { headers }] of asked) assert.equal(headers["Accept-Language"], "ja", url);
  assert.equal(asked[1][1].body, '{"kiosk_key":null,"stamp":"7.a"}');
  const [url, { body, keepalive, headers }] = asked[6];
  assert.deepEqual([url, body, keepalive, headers.Authorization], ["/api/conversations/c-1/feeling", '{"feeling":"same"}', true, "Bearer token"]);
});
