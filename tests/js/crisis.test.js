/** The words that open the help panel, held against labelled sets; prints the table of them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { learnWords, readWords, soundsLikeCrisis } from "../../static/js/call/crisis.js";

const read = (/** @type {string} */ path) => readFileSync(new URL(path, import.meta.url), "utf8");
const PUBLISHED = read("../../static/words/danger.txt");
const PLAIN = ["죽고 싶어요", "자살하고 싶어요", "사라지고 싶어요", "아빠가 때려요", "꽃밭에 데려가 주세요"];

/** @typedef {{crisis: boolean, kind: string, sentence: string}} Row */

/** @param {string} name @returns {Row[]} */
const rows = (name) => read(`../danger/sets/${name}.tsv`).trim().split("\n").slice(1).map((line) => {
  const [label = "", kind = "", sentence = ""] = line.split("\t");
  return { crisis: label === "yes", kind, sentence };
});
/** Sentences the weights were learned from. */
const KNOWN = rows("learned");
/** Held out: nothing was learned from these, so they show what the list does with words nobody foresaw. */
const STRANGE = rows("held-out");
/** Korean and Jeju; the page's other languages had far fewer sentences to teach. */
const korean = (/** @type {readonly Row[]} */ some) => some.filter(({ kind }) => kind !== "foreign");
const foreign = (/** @type {readonly Row[]} */ some) => some.filter(({ kind }) => kind === "foreign");

const found = (/** @type {readonly Row[]} */ some) => some.filter(({ sentence }) => soundsLikeCrisis(sentence));
const share = (/** @type {readonly Row[]} */ some) => found(some).length / some.length;

/** @param {(line: string) => void} print @param {readonly Row[]} set */
function table(print, set) {
  for (const crisis of [true, false]) {
    const side = set.filter((row) => row.crisis === crisis);
    for (const kind of new Set(side.map((row) => row.kind))) {
      const some = side.filter((row) => row.kind === kind);
      print(`${crisis ? "crisis" : "other "} ${kind.padEnd(10)} ${found(some).length}/${some.length}`);
    }
    print(`${crisis ? "recall" : "false alarms"} ${(100 * share(side)).toFixed(1)} % of ${side.length}`);
    print(`${crisis ? "missed" : "alarms"}: ${side.filter((row) => soundsLikeCrisis(row.sentence) !== crisis).map(({ sentence }) => sentence).join(" / ")}`);
  }
}

test("before the published words have come, the plainest are known; a page that is no list changes nothing", async () => {
  for (const said of PLAIN) assert.ok(soundsLikeCrisis(said), said);
  assert.equal(soundsLikeCrisis("다 놓고 싶어요"), false);

  await learnWords("<!doctype html><title>Sign in to this network</title>");
  for (const said of PLAIN) assert.ok(soundsLikeCrisis(said), said);

  await learnWords(PUBLISHED);
  for (const said of [...PLAIN, "다 놓고 싶어요"]) assert.ok(soundsLikeCrisis(said), said);
});

test("a list is a number and lines of weights; whatever else comes is none", async () => {
  assert.deepEqual([...((await readWords("# remark\n-0.5\n1.25 죽고 싶\n-1 ㅋㅋ\n"))?.weights ?? [])], [["죽고", 1.25], ["싶", 1.25], ["ㅋㅋ", -1]]);
  for (const other of ["", "-0.5", "<!doctype html>\n<title>Sign in to this network</title>", "-0.5\n한 글자", "{}"]) {
    assert.equal(await readWords(other), null, other);
  }
});

test("the sets are large, and no sentence stands in them twice", () => {
  const all = [...KNOWN, ...STRANGE];

  assert.ok(KNOWN.length >= 150);
  assert.ok(STRANGE.length >= 150);
  assert.equal(new Set(all.map(({ sentence }) => sentence)).size, all.length);
  assert.ok(all.every(({ kind, sentence }) => kind && sentence));
});

/** @param {readonly Row[]} some @param {number} recall at least @param {number} alarms at most */
function judged(some, recall, alarms) {
  assert.ok(share(some.filter(({ crisis }) => crisis)) >= recall);
  assert.ok(share(some.filter(({ crisis }) => !crisis)) <= alarms);
}

test("recall is at least 95 %, false alarms are at most 5 %", (context) => {
  for (const set of [korean(KNOWN), foreign(KNOWN)]) table((line) => context.diagnostic(line), set);

  judged(korean(KNOWN), 0.95, 0.05);
  judged(foreign(KNOWN), 0.85, 0.05);
});

test("the same holds for Korean sentences nobody foresaw; of other languages half are found", (context) => {
  for (const set of [korean(STRANGE), foreign(STRANGE)]) table((line) => context.diagnostic(line), set);

  judged(korean(STRANGE), 0.95, 0.05);
  judged(foreign(STRANGE), 0.5, 0.2);
});

test("a sign of danger is found among many ordinary sentences, and a long text costs no more than its length", () => {
  const ordinary = "오늘은 날씨가 참 좋아서 바닷가를 오래 걸었고 점심으로 고기국수를 먹었어요. ";
  assert.equal(soundsLikeCrisis(ordinary.repeat(20)), false);
  for (const at of [0, 1, 7, 20]) {
    const text = `${ordinary.repeat(at)}이제 그만 살고 싶어요. ${ordinary.repeat(20 - at)}`;
    assert.ok(soundsLikeCrisis(text), `behind ${at}`);
  }
  assert.equal(typeof soundsLikeCrisis("죽".repeat(10_000)), "boolean");
});

test("blanks, signs and letters typed one by one change nothing", () => {
  for (const said of ["죽고 싶어", "죽고싶어", "죽 고 싶 어", "죽고, 싶어...", "죽고 싶어".normalize("NFD")]) {
    assert.ok(soundsLikeCrisis(said), said);
  }
  assert.equal(soundsLikeCrisis(""), false);
});
