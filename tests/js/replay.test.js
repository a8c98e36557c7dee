/** A memory in text: cut-off sentences are marked, a replay that silences him is shortened. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { estimateTokens, turnsToReplay } from "../../static/js/call/replay.js";
import { listening, live } from "./play.js";

const drop = (play) => play.do({ type: "call.closed", call: play.state.call });
const texts = (play) => play.sent.filter(({ item }) => item && item.role !== "system").map(({ item }) => item.content[0].text);

test("what he was saying when it broke is marked, even when its whole text had arrived", () => {
  const half = drop(live().speak("r1")).session();
  assert.deepEqual(texts(half), ["말 r1… (말이 끊김)"]);

  const written = drop(live().speak("r1").server("said-all", { response: "r1", item: "item-r1", text: "말 r1 전부. " }).finish("r1")).session();
  assert.deepEqual(texts(written), ["말 r1 전부.… (말이 끊김)"]);
});

test("what was heard to its end, and what the visitor typed, is not marked", () => {
  const play = live().speak("r1").server("said-all", { response: "r1", item: "item-r1", text: "말 r1" }).finish("r1").fallSilent("r1")
    .do({ type: "visitor.text", text: "네" });

  assert.deepEqual(texts(drop(play).session()), ["말 r1", "네"]);
});

test("a sentence the visitor cut off, or was cut off in, is marked too", () => {
  const interrupted = live().speak("r1").do({ type: "visitor.interrupt" }).finish("r1", { status: "cancelled" }).timer("tail");
  assert.deepEqual(texts(drop(interrupted).session()), ["말 r1… (말이 끊김)"]);

  const visitor = listening().server("speech-started").server("heard", { item: "u", delta: "저는 오늘" });
  assert.equal(texts(drop(visitor).session()).at(-1), "저는 오늘… (말이 끊김)");
});

test("a mark is counted with the words and is not doubled by a second drop", () => {
  const caption = { id: "a", after: "", speaker: "character", text: "가나다", progress: "cut", response: "r" };
  const cost = estimateTokens("가나다… (말이 끊김)");
  assert.equal(turnsToReplay([caption], { maxTurns: 9, maxTokens: cost - 1 }, "(말이 끊김)").length, 0);
  assert.equal(turnsToReplay([caption], { maxTurns: 9, maxTokens: cost }, "(말이 끊김)").length, 1);

  const twice = drop(drop(live().speak("r1")).session()).session();
  assert.deepEqual(texts(twice), ["말 r1… (말이 끊김)"]);
});

/** A conversation of so many turns, replayed into a new call. */
function replayed(turns) {
  const play = listening();
  for (let index = 1; index < turns; index += 1) play.says(`u${index}`, `말 ${index}`).timer("awaiting");
  return drop(play).session();
}
const goSilent = (play, response) => play.server("response-created", { response }).finish(response).timer("silent");

test("a reply without sound after a replay is asked again once, with the last four turns", () => {
  const play = goSilent(replayed(7), "s1");
  const deleted = play.sent.filter(({ type }) => type === "conversation.item.delete").map(({ item_id: id }) => id);
  assert.deepEqual(deleted, ["replay_2_0", "replay_2_1", "replay_2_2"]);
  assert.deepEqual(play.sent.at(-1).response, { output_modalities: ["audio"] });
  assert.equal(play.sentTypes.filter((type) => type === "response.create").length, 1);

  assert.deepEqual(goSilent(play, "s2").sentTypes, []);
  assert.equal(play.state.ledger.silent_replies, 2);
});

for (const turns of [1, 4]) {
  test(`a replay of ${turns} is short enough already`, () => {
    assert.deepEqual(goSilent(replayed(turns), "s1").sentTypes, ["response.create"]);
  });
}

test("a silent reply long after the replay leaves the memory whole", () => {
  const play = replayed(7).speak("r2").finish("r2").fallSilent("r2");

  assert.deepEqual(goSilent(play, "s1").sentTypes, ["response.create"]);
});

test("any refused item of a replay is a memory lost, and is told once", () => {
  const play = replayed(7);
  play.server("error", { code: "invalid_value", eventId: "replay_2_1" }).server("error", { code: "invalid_value", eventId: "replay_2_2" });
  play.server("item", { item: "replay_2_6", after: "", speaker: "visitor", text: "" });

  assert.deepEqual([play.state.ledger.memory_lost, play.state.ledger.memory_kept, play.state.notice], [1, 0, "memory_lost"]);
});
