import assert from "node:assert/strict";
import { test } from "node:test";
import { house, listening, live, lost, reconnecting, rollingOver } from "./play.js";

const opens = (play) => play.effects.filter(({ type }) => type === "call.open");

for (const link of ["disconnected", "failed", "closed"]) {
  test(`a link that is ${link} is mended at once, with the old call left open`, () => {
    const play = listening().do({ type: "call.link", call: 1, link });

    assert.equal(play.state.phase, "reconnecting");
    assert.equal(play.state.attempt, 1);
    assert.equal(play.of("call.open")[0].cause, "reconnect");
    assert.equal(play.of("call.close").length, 0);
    assert.deepEqual(play.of("timer.start").map(({ name, ms }) => [name, ms]), [["attempt", 2_500], ["next-attempt", 3_000]]);
  });
}

test("a closed channel and an expired session are mended too", () => {
  assert.equal(listening().do({ type: "call.closed", call: 1 }).state.phase, "reconnecting");
  assert.equal(listening().server("error", { code: "session_expired", eventId: "" }).state.phase, "reconnecting");
});

test("five tries three seconds apart, each with a call of its own, then an honest screen", () => {
  const play = lost();

  assert.equal(opens(play).length, 5);
  assert.equal(new Set(opens(play).map(({ call }) => call)).size, 5);
  assert.deepEqual(play.effects.filter(({ type }) => type === "call.close").map(({ call }) => call), [2, 3, 4, 5, 6]);
  assert.deepEqual([play.state.phase, play.state.reason], ["failed", "lost"]);
  assert.ok(play.state.conversation);
  assert.equal(play.state.ledger.attempts, 5);
});

test("states and channel both complaining make one drop and one attempt", () => {
  const play = reconnecting().do({ type: "call.closed", call: 1 }, { type: "call.link", call: 1, link: "failed" });

  assert.equal(opens(play).length, 1);
  assert.equal(play.state.ledger.drops, 1);
});

test("the old call that comes back first wins and remembers", () => {
  const play = reconnecting().wait(1_200).do({ type: "call.link", call: 1, link: "connected" });

  assert.equal(play.state.phase, "live");
  assert.deepEqual(play.of("call.close").map(({ call }) => call), [2]);
  assert.equal(play.of("call.adopt").length, 0);
  assert.deepEqual(play.sentTypes, []);
  const { recoveries, recovery_ms_max: longest, memory_kept: kept } = play.state.ledger;
  assert.deepEqual([recoveries, longest, kept], [1, 1_200, 1]);
});

test("a call that hung up does not win by its link", () => {
  const play = listening().do({ type: "call.closed", call: 1 }, { type: "call.link", call: 1, link: "connected" });

  assert.equal(play.state.phase, "reconnecting");
});

test("the new call gets the memory, then one response that goes on without greeting", () => {
  const play = reconnecting().session();

  assert.deepEqual(play.of("call.close").map(({ call }) => call), [1]);
  assert.deepEqual(play.of("call.adopt").map(({ call }) => call), [2]);
  const shapes = play.sent.map(({ type, item }) => [type, item?.role, item?.content[0].type]);
  assert.deepEqual(shapes, [
    ["conversation.item.create", "assistant", "output_text"],
    ["conversation.item.create", "user", "input_text"],
    ["conversation.item.create", "system", "input_text"],
    ["response.create", undefined, undefined],
  ]);
  assert.equal(play.orders(), "같은 말로, 인사 없이 이어 간다.");
  // The session's own instructions, which guard the visitor, stay in force for it.
  assert.equal(play.sent.at(-1).response, undefined);
});

test("with nothing said yet the new call greets", () => {
  const play = live().do({ type: "call.closed", call: 1 }).session();

  assert.deepEqual(play.sent.map(({ type, response }) => [type, response]), [["response.create", undefined]]);
});

test("the memory counts as kept when the provider confirms it, as lost when it refuses", () => {
  const last = reconnecting().session();
  const id = last.state.replaying;

  assert.equal(last.state.ledger.memory_kept, 0);
  assert.equal(last.server("item", { item: id, after: "", speaker: "visitor", text: "" }).state.ledger.memory_kept, 1);

  const refused = reconnecting().session();
  refused.server("error", { code: "invalid_value", eventId: refused.state.replaying });
  assert.equal(refused.state.ledger.memory_lost, 1);
  assert.equal(refused.state.notice, "memory_lost");
});

test("replayed words are not shown twice", () => {
  const play = reconnecting().session();
  const before = play.state.captions.length;
  play.server("item", { item: play.state.replaying, after: "", speaker: "visitor", text: "오늘 힘들었어요" });

  assert.equal(play.state.captions.length, before);
});

test("two voices never: the candidate is heard only when adopted, the other is closed first", () => {
  const play = reconnecting().session();
  const order = play.last.filter(({ type }) => type === "call.close" || type === "call.adopt").map(({ type }) => type);

  assert.deepEqual(order, ["call.close", "call.adopt"]);
  assert.equal(play.do({ type: "call.link", call: 1, link: "connected" }).of("call.adopt").length, 0);
});

test("words of an old call are nobody's", () => {
  const play = reconnecting().session();
  const before = play.state;
  play.do({ type: "server.sound-started", call: 1, response: "old" }, { type: "server.said", call: 1, response: "old", item: "x", delta: "옛말" });

  assert.deepEqual(play.state, before);
});

test("a session that opens after its attempt was given up is not taken", () => {
  const play = reconnecting().wait(2_500).timer("attempt").session(2);

  assert.equal(play.state.phase, "reconnecting");
  assert.equal(play.state.call, 1);
});

test("a planned new call that stands already takes over when the old one breaks before the pause", () => {
  const play = rollingOver().server("speech-started").session();
  assert.equal(play.state.call, 1);

  play.do({ type: "call.closed", call: 1 });

  assert.equal(play.state.phase, "live");
  assert.equal(play.state.call, 2);
  assert.equal(play.of("call.open").length, 0);
  assert.equal(play.state.ledger.drops, 1);
  assert.equal(play.state.ledger.recoveries, 1);
});

test("stop during reconnecting stays stopped", () => {
  const play = reconnecting().do({ type: "visitor.stop" });
  const closedCalls = play.of("call.close").map(({ call }) => call);
  assert.deepEqual(closedCalls, [2, 1]);

  for (const event of [
    { type: "call.opened", call: 2 }, { type: "server.session", call: 2, expiresInMs: 1e6 },
    { type: "call.link", call: 1, link: "connected" },
    { type: "call.failed", call: 2, code: "network", detail: "" }, { type: "network.online" },
    { type: "timer.fired", name: "next-attempt" }, { type: "timer.fired", name: "attempt" },
  ]) {
    play.do(event);
    assert.equal(play.state.phase, "ended");
    assert.equal(play.of("call.open").length + play.of("call.adopt").length, 0);
  }
});

for (const code of ["house_closed", "budget_spent", "conversation_ended", "token_refused", "realtime_rejected", "insufficient_quota", "invalid_api_key"]) {
  test(`${code} ends the trying and says why`, () => {
    const play = reconnecting().do({ type: "call.failed", call: 2, code, detail: "까닭" });

    assert.equal(play.state.phase, code === "house_closed" ? "closed" : "failed");
    assert.deepEqual([play.state.reason, play.state.detail, play.state.conversation], [code, "까닭", null]);
    assert.equal(play.timer("next-attempt").of("call.open").length, 0);
  });
}

test("a passing refusal costs one attempt only", () => {
  const play = reconnecting().do({ type: "call.failed", call: 2, code: "realtime_unavailable", detail: "" });
  assert.equal(play.state.phase, "reconnecting");

  play.timer("next-attempt");
  assert.equal(play.state.attempt, 2);
});

test("when the tries are used up: the button, the network, the old call, the server's return", () => {
  const button = lost().do({ type: "visitor.retry" });
  assert.deepEqual([button.state.phase, button.state.attempt], ["reconnecting", 1]);

  const online = lost().do({ type: "network.online" });
  assert.equal(online.of("call.open").length, 1);
  online.timer("attempt").timer("next-attempt");
  assert.deepEqual([online.state.phase, online.state.reason], ["failed", "lost"]);

  assert.equal(lost().do({ type: "call.link", call: 1, link: "connected" }).state.phase, "live");

  const knocking = lost();
  const before = opens(knocking).length;
  for (let index = 0; index < 40; index += 1) {
    knocking.do(house());
    assert.deepEqual([knocking.state.phase, knocking.state.reason], ["failed", "lost"], "the honest screen stays");
    knocking.do(house()).timer("attempt");
  }
  assert.equal(opens(knocking).length - before, 15, "an answering server is no reason to knock for ever");
  assert.equal(knocking.do({ type: "house.unknown" }, house()).of("call.open").length, 1);
  assert.equal(knocking.session().state.phase, "live");
});

test("the tries count afresh only after real conversation", () => {
  const again = reconnecting().session().do({ type: "call.closed", call: 2 });
  assert.equal(again.state.attempt, 2);

  const talked = reconnecting().session().speak("r2").finish("r2").fallSilent("r2").says("u2", "네");
  assert.equal(talked.do({ type: "call.closed", call: 2 }).state.attempt, 1);
});

test("a gate that was closed when the call broke is never left closed", () => {
  const broken = () => live().speak("r1").do({ type: "call.link", call: 1, link: "disconnected" });

  assert.equal(broken().session().microphoneOn, true);
  const healed = broken().do({ type: "call.link", call: 1, link: "connected" });
  assert.ok(healed.of("speaker.await-quiet")[0].boundMs > 51_000, "no reply is cut by it");
  healed.do({ type: "speaker.quiet", ticket: healed.state.turn.ticket }).timer("tail");
  assert.equal(healed.microphoneOn, true);
});

test("a planned new call waits for a pause and changes over at one", () => {
  const speaking = live().speak("r1").timer("rollover");
  assert.equal(speaking.of("call.open").length, 0);
  speaking.finish("r1").fallSilent("r1");
  assert.equal(speaking.of("call.open")[0].cause, "rollover");

  const play = rollingOver().server("speech-started").session();
  assert.equal(play.of("call.adopt").length, 0, "not in the middle of a sentence");
  play.server("speech-stopped").speak("r2").finish("r2").fallSilent("r2");
  assert.deepEqual([play.state.phase, play.state.call], ["live", 2]);
  assert.deepEqual(play.sentTypes.filter((type) => type === "response.create"), [], "nobody needs to speak");
  assert.equal(play.state.ledger.drops, 0);
});

test("a planned call that fails is tried later; the old one talks on", () => {
  const play = rollingOver().do({ type: "call.failed", call: 2, code: "realtime_unavailable", detail: "" });

  assert.deepEqual([play.state.phase, play.state.call], ["live", 1]);
  assert.deepEqual(play.of("timer.start").map(({ name, ms }) => [name, ms]), [["rollover", 30_000]]);
});

test("a planned call that an outage overtook is planned again when the old one comes back", () => {
  const due = () => listening().do({ type: "call.link", call: 1, link: "disconnected" }).timer("rollover");
  const begun = () => rollingOver().do({ type: "call.link", call: 1, link: "disconnected" });
  for (const broken of [due, begun]) {
    const healed = broken().do({ type: "call.link", call: 1, link: "connected" });
    assert.deepEqual(healed.of("call.open").map(({ cause }) => cause), ["rollover"]);

    const replaced = broken().session();
    assert.deepEqual([replaced.state.rolloverDue, replaced.of("call.open").length], [false, 0], "a new call is young");
  }
});

test("the plan is made from the session's end", () => {
  const plan = (ms) => listening().do({ type: "call.closed", call: 1 }).session(2, ms).of("timer.start").find(({ name }) => name === "rollover")?.ms;

  assert.equal(plan(3_600_000), 3_300_000);
  assert.equal(plan(305_000), 5_000);
  assert.equal(plan(20_000), 10_000);
  assert.equal(plan(0), undefined);
});
