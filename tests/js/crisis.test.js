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
const rows = (name) => read(`sets/${name}.tsv`).trim().split("\n").slice(1).map((line) => {
  const [label = "", kind = "", sentence = ""] = line.split("\t");
  return { crisis: label === "yes", kind, sentence };
});
/** Sentences the list was made from: those it began with, and those it once met as strangers. */
const KNOWN = [...rows("crisis"), ...rows("crisis-met")];
/** Held out: the list was not made from these, so they show what it does with words nobody foresaw. */
const STRANGE = rows("crisis-strange");

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

test("before the published words have come, the plainest are known; a page that is no list changes nothing", () => {
  for (const said of PLAIN) assert.ok(soundsLikeCrisis(said), said);
  assert.equal(soundsLikeCrisis("다 놓고 싶어요"), false);

  learnWords("<!doctype html><title>Sign in to this network</title>");
  for (const said of PLAIN) assert.ok(soundsLikeCrisis(said), said);

  learnWords(PUBLISHED);
  for (const said of [...PLAIN, "다 놓고 싶어요"]) assert.ok(soundsLikeCrisis(said), said);
});

test("every section of the published list is read", () => {
  const words = readWords(PUBLISHED);

  for (const [name, least] of /** @type {const} */ ([["spellings", 5], ["harmless", 5], ["told", 1], ["bare", 2], ["signs", 20]])) {
    assert.ok(words[name].length >= least, name);
  }
});

test("the sets are large, and no sentence stands in them twice", () => {
  const all = [...KNOWN, ...STRANGE];

  assert.ok(KNOWN.length >= 150);
  assert.ok(STRANGE.length >= 150);
  assert.equal(new Set(all.map(({ sentence }) => sentence)).size, all.length);
  assert.ok(all.every(({ kind, sentence }) => kind && sentence));
});

test("recall is at least 95 %, false alarms are at most 5 %", (context) => {
  table((line) => context.diagnostic(line), KNOWN);

  assert.ok(share(KNOWN.filter(({ crisis }) => crisis)) >= 0.95);
  assert.ok(share(KNOWN.filter(({ crisis }) => !crisis)) <= 0.05);
});

test("of sentences nobody foresaw three in four are found", (context) => {
  table((line) => context.diagnostic(line), STRANGE);

  assert.ok(share(STRANGE.filter(({ crisis }) => crisis)) >= 0.75);
  assert.ok(share(STRANGE.filter(({ crisis }) => !crisis)) <= 0.08);
});

test("an ending is found after every stem, a stem before every final, a choice of syllables as a whole", () => {
  const { signs: [sign] } = readWords("[parts]\nwill = ㄹ래|려고\n[signs]\n(?:가|떠나|[숨목]지){will}");

  for (const apart of ["가ㄹ래", "떠나ㄹ래", "수ㅁ지려고", "모ㄱ지ㄹ래"]) assert.match(apart, sign ?? /^$/u);
  assert.doesNotMatch("수지ㄹ래", sign ?? /^$/u);
});

test("no pattern repeats without bound, so that a long text costs its length and no more", () => {
  for (const pattern of Object.values(readWords(PUBLISHED)).flat(2)) {
    if (pattern instanceof RegExp) assert.doesNotMatch(pattern.source, /[*+]|\{\d+,\}/u);
  }
  for (const worst of ["저를", "죽", "아빠가저를", "죽거이제", "살이유"]) {
    assert.equal(typeof soundsLikeCrisis(worst.repeat(2_500)), "boolean");
  }
});

test("blanks, signs and letters typed one by one change nothing", () => {
  for (const said of ["죽고 싶어", "죽고싶어", "죽 고 싶 어", "죽고, 싶어...", "죽고 싶어".normalize("NFD")]) {
    assert.ok(soundsLikeCrisis(said), said);
  }
  assert.equal(soundsLikeCrisis(""), false);
});
