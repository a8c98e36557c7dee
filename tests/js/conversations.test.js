/** Thirty conversations whose words arrive shuffled, late, empty and cut off: read as they were said. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { cut, failTranscript, hear, inOrder, isShown, place, say, sayAll, transcribe } from "../../static/js/call/captions.js";
import { makeGloss } from "../../static/js/call/gloss.js";
/** @import { Caption } from "../../static/js/call/types.d.ts" */

const PHRASES = readFileSync(new URL("../../persona/seed/glossary.csv", import.meta.url), "utf8").split("\n").slice(1)
  .map((line) => line.split(",")[0] ?? "").filter((phrase) => phrase && !/^[-"]/u.test(phrase));
const gloss = makeGloss(PHRASES.map((phrase) => ({ phrase, old_spelling: "", standard_korean: `${phrase}의 뜻` })));

/** Park and Miller's generator: the same conversations every time. @param {number} seed */
function dice(seed) {
  let state = seed;
  return (/** @type {number} */ sides) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % sides;
  };
}

/**
 * @typedef {(captions: readonly Caption[]) => readonly Caption[]} Arrival
 * @typedef {{id: string, speaker: Caption["speaker"], kind: string, text: string, phrase: string, arrivals: Arrival[]}} Spoken
 */

/** One item: what is said, and in what pieces it arrives. @param {(sides: number) => number} roll @param {number} index @returns {Spoken} */
function spoken(roll, index) {
  const id = `item_${index}`;
  const after = index ? `item_${index - 1}` : "";
  const speaker = index % 2 ? "visitor" : "character";
  const phrase = PHRASES[roll(PHRASES.length)] ?? "";
  const text = `게메마씸, ${index}번째로 ${phrase} 하고 말했수다.`;
  const half = text.slice(0, 14 + roll(8));
  const placed = (/** @type {readonly Caption[]} */ captions) => place(captions, { item: id, after, speaker, text: "" });
  const kind = speaker === "visitor" ? ["whole", "late", "empty", "failed"][roll(4)] ?? "" : ["whole", "whole", "cut"][roll(3)] ?? "";
  /** @type {Arrival[]} */
  let words;
  if (speaker === "visitor") {
    words = kind === "empty" ? [(all) => transcribe(all, id, "  ")]
      : kind === "failed" ? [(all) => failTranscript(all, id)]
        : [(all) => hear(all, id, half), (all) => hear(all, id, text.slice(half.length)), (all) => transcribe(all, id, text)];
  } else {
    const response = `resp_${index}`;
    words = [(all) => say(all, { item: id, response, delta: half })];
    words.push(kind === "cut" ? (all) => cut(all, { response }) : (all) => say(all, { item: id, response, delta: text.slice(half.length) }));
    words.push((all) => sayAll(all, { item: id, response, text }));
  }
  // Its place may be told before, between or after its words.
  words.splice(kind === "late" ? words.length : roll(words.length + 1), 0, placed);
  return { id, speaker, kind, text: kind === "cut" ? half : kind === "empty" || kind === "failed" ? "" : text, phrase, arrivals: words };
}

/** Mix the arrivals of all items; each item's own keep their order. @param {readonly Spoken[]} items @param {(sides: number) => number} roll */
function shuffled(items, roll) {
  const queues = items.map(({ arrivals }) => [...arrivals]);
  /** @type {Arrival[]} */
  const mixed = [];
  while (queues.some((queue) => queue.length)) {
    const open = queues.filter((queue) => queue.length);
    const next = open[roll(Math.min(open.length, 4))]?.shift();
    if (next) mixed.push(next);
  }
  return mixed;
}

for (let seed = 1; seed <= 30; seed += 1) {
  test(`conversation ${seed}`, () => {
    const roll = dice(seed * 7_919);
    const items = Array.from({ length: 8 + roll(8) }, (_, index) => spoken(roll, index));
    const captions = shuffled(items, roll).reduce((all, arrive) => arrive(all), /** @type {readonly Caption[]} */ ([]));

    const shown = inOrder(captions).filter(isShown);
    const wanted = items.filter(({ kind }) => kind !== "empty");
    assert.deepEqual(shown.map(({ id, speaker, text }) => [id, speaker, text]), wanted.map(({ id, speaker, text }) => [id, speaker, text]));
    for (const { kind, phrase, text } of wanted) {
      if (kind !== "whole" && kind !== "late") continue;
      const explained = gloss(text).filter(({ meaning }) => meaning).map((segment) => segment.text);
      assert.ok(explained.includes(phrase.replace(/[?!.]+$/u, "")), `${phrase} in: ${text}`);
    }
  });
}

test("among them is every way of arriving", () => {
  const kinds = new Set();
  for (let seed = 1; seed <= 30; seed += 1) {
    const roll = dice(seed * 7_919);
    for (const { kind } of Array.from({ length: 8 + roll(8) }, (_, index) => spoken(roll, index))) kinds.add(kind);
  }
  assert.deepEqual([...kinds].sort(), ["cut", "empty", "failed", "late", "whole"]);
});
