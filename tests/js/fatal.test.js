/** After an end that must stay one, whatever arrives late: not one attempt. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { house, listening, lost, reconnecting, rollingOver, sayingGoodbye } from "./play.js";

const LATE = [
  { type: "network.offline" }, { type: "network.online" }, { type: "page.shown" }, { type: "house.unknown" }, house(),
  { type: "call.closed", call: 1 }, { type: "call.stall", call: 1, stalled: true }, { type: "microphone.changed" },
  ...["disconnected", "failed", "closed", "connected"].map((link) => ({ type: "call.link", call: 1, link })),
  { type: "call.failed", call: 2, code: "realtime_unavailable", detail: "" },
  { type: "call.opened", call: 2 }, { type: "server.session", call: 2, expiresInMs: 1e6 }, { type: "server.error", call: 1, code: "session_expired", eventId: "" },
  ...["attempt", "next-attempt", "rollover", "goodbye", "house", "connect", "silent"].map((name) => ({ type: "timer.fired", name })),
];
const CODES = ["insufficient_quota", "invalid_api_key", "house_closed", "budget_spent", "conversation_ended", "token_refused", "realtime_rejected", "house_full", "model_not_found"];

const said = { hasMessage: false, calls: [], usage: {} };
const WAYS = {
  "the visitor's goodbye": (play) => play.do({ type: "visitor.stop" }),
  "closing time": (play) => play.do({ type: "conversation.beat", id: "c-1", open: false, hangUp: true, endsInMs: 0, message: "" }),
  "the end of the visit's time": (play) => play.timer("limit"),
  "the page's end": (play) => play.do({ type: "page.hidden" }),
  ...Object.fromEntries(CODES.flatMap((code) => [
    [`${code} from our server`, (play) => play.do({ type: "conversation.gone", id: "c-1", code, detail: "" })],
    [`${code} from the provider`, (play) => play.server("error", { code, eventId: "" })],
    [`${code} in a failed response`, (play) => play.server("response-created", { response: "f" }).server("response-done", { response: "f", status: "failed", code, ...said })],
  ])),
};

for (const [way, leave] of Object.entries(WAYS)) {
  test(`after ${way} nothing is tried again`, () => {
    for (const make of [listening, reconnecting, lost, rollingOver, sayingGoodbye]) {
      const play = leave(make());
      const { phase } = play.state;
      assert.ok(["ended", "failed", "closed"].includes(phase) && !play.state.conversation, phase);
      const before = play.effects.length;
      for (const event of [...LATE, ...LATE]) play.do(event);
      const after = play.effects.slice(before).map(({ type }) => type);
      const wrong = after.filter((type) => ["call.open", "call.connect", "call.adopt", "microphone.open", "conversation.begin"].includes(type));
      assert.deepEqual(wrong, []);
      assert.equal(play.state.conversation, null);
    }
  });
}

for (const code of CODES) {
  test(`${code}, met by an attempt, is the last one`, () => {
    for (const make of [reconnecting, rollingOver]) {
      const play = make();
      play.do({ type: "call.failed", call: play.state.candidate, code, detail: "" });
      const before = play.effects.length;
      for (const event of LATE) play.do(event);
      assert.equal(play.effects.slice(before).filter(({ type }) => type === "call.open").length, 0);
    }
  });
}
