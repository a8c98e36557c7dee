import assert from "node:assert/strict";
import { test } from "node:test";
import { closeAll, cut, inOrder, isShown, place, say, sayAll, transcribe } from "../../static/js/call/captions.js";
import { estimateTokens, replayEvents, turnsToReplay } from "../../static/js/call/replay.js";

const placed = (captions, item, after, speaker = "visitor", text = item) => place(captions, { item, after, speaker, text });
const ids = (captions) => inOrder(captions).map(({ id }) => id);
const LIMITS = { maxTurns: 20, maxTokens: 2_000 };

test("order is told by the links, whatever arrives first", () => {
  const rows = [["a", ""], ["b", "a"], ["c", "b"], ["d", "c"]];
  for (const order of [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]]) {
    const captions = order.reduce((all, index) => placed(all, ...rows[index]), []);
    assert.deepEqual(ids(captions), ["a", "b", "c", "d"]);
  }
});

test("an item behind a stranger stands where it came; one behind itself does not hang", () => {
  assert.deepEqual(ids(placed(placed([], "a", "gone"), "b", "b")), ["a", "b"]);
});

test("a later copy of an item without its link does not move it", () => {
  const captions = placed(placed(placed([], "b", "a"), "a", ""), "b", "");

  assert.deepEqual(ids(captions), ["a", "b"]);
});

test("the final text replaces the pieces, unless the words were cut off", () => {
  const pieces = say(say([], { item: "a", response: "r", delta: "안녕" }), { item: "a", response: "r", delta: "하" });
  const whole = { item: "a", response: "r", text: "안녕하세요" };

  assert.equal(sayAll(pieces, whole)[0].text, "안녕하세요");
  assert.deepEqual([sayAll(cut(pieces, { item: "a" }), whole)[0].text, cut(pieces, { response: "r" })[0].progress], ["안녕하", "cut"]);
});

test("at the end of a call what is empty goes and what is unfinished stays as it is", () => {
  const captions = say(transcribe(placed([], "u", "", "visitor", ""), "u", ""), { item: "a", response: "r", delta: "반" });

  assert.deepEqual(closeAll(captions).map(({ id, progress }) => [id, progress]), [["a", "cut"]]);
});

test("a visitor's turn is marked until its words come, and hidden when there were none", () => {
  const [pending] = placed([], "u", "", "visitor", "");
  assert.equal(isShown(pending), true);
  assert.equal(isShown(transcribe([pending], "u", " ")[0]), false);
});

test("a syllable costs at most a token; other letters a third", () => {
  assert.equal(estimateTokens("가나다"), 4 + 3);
  assert.equal(estimateTokens("abcdef"), 4 + 2);
  assert.equal(estimateTokens(""), 4);
});

test("the newest turns that fit are replayed, oldest first", () => {
  const many = Array.from({ length: 30 }, (_, index) => `t${index}`).reduce((all, id) => placed(all, id, ""), []);
  const turns = turnsToReplay(many, LIMITS);
  assert.deepEqual([turns.length, turns[0].text, turns.at(-1).text], [20, "t10", "t29"]);

  const long = placed(placed([], "a", "", "visitor", "가".repeat(1_200)), "b", "a", "character", "나".repeat(900));
  assert.deepEqual(turnsToReplay(long, LIMITS).map(({ speaker }) => speaker), ["character"]);
  assert.deepEqual(turnsToReplay(placed([], "a", "", "visitor", "가".repeat(1_997)), LIMITS), []);
  assert.equal(turnsToReplay(placed([], "a", "", "visitor", "가".repeat(1_996)), LIMITS).length, 1);
});

test("only the legal shapes are sent, and neither tools nor empty turns", () => {
  const captions = placed(placed(placed([], "u", "", "visitor", "물음"), "f", "u", "none", "{}"), "a", "f", "character", "답");
  const events = replayEvents(turnsToReplay(placed(captions, "e", "a", "visitor", ""), LIMITS), 7);

  assert.deepEqual(events.map(({ item }) => [item.role, item.content]), [
    ["user", [{ type: "input_text", text: "물음" }]],
    ["assistant", [{ type: "output_text", text: "답" }]],
  ]);
  assert.ok(events.every(({ item, event_id: id }) => item.id === id && id.startsWith("replay_7_") && id.length <= 32));
});
