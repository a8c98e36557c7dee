/** Jeju words in captions: found whole, with particles, and never in ordinary Korean. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { makeGloss } from "../../static/js/call/gloss.js";

/** The seed's glossary as the page gets it, endings apart. */
const SEED = parseCsv(readFileSync(new URL("../../persona/seed/glossary.csv", import.meta.url), "utf8"))
  .filter(({ phrase }) => !phrase.startsWith("-"));
const ORDINARY = readFileSync(new URL("sets/ordinary.txt", import.meta.url), "utf8").trim().split("\n");
const seed = makeGloss(SEED);

/** @param {string} text */
function parseCsv(text) {
  const rows = [...text.matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/gu)];
  /** @type {string[][]} */
  const lines = [[]];
  for (const [, cell = "", end] of rows) {
    lines.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ",") lines.push([]);
  }
  const [head = [], ...body] = lines;
  return body.filter((line) => line.length === head.length)
    .map((line) => Object.fromEntries(head.map((name, index) => [name, line[index] ?? ""])))
    .map(({ phrase = "", old_spelling = "", standard_korean = "", english = "" }) => ({ phrase, old_spelling, standard_korean, english }));
}

/** @param {string} text */
const words = (text, gloss = seed) => gloss(text).filter(({ meaning }) => meaning).map(({ text: word }) => word);

test("the seed is read whole", () => {
  assert.ok(SEED.length > 180);
  assert.ok(SEED.every(({ phrase, standard_korean: meaning }) => phrase && meaning));
});

test("every phrase is found in Jeju speech, and means what the glossary says", () => {
  for (const { phrase, standard_korean: meaning } of SEED) {
    const bare = phrase.replace(/[?!.]+$/u, "");
    const found = seed(`게메마씸, ${phrase} 하고 말했수다.`).find(({ text }) => text === bare);
    assert.ok(found, phrase);
    if (SEED.filter((row) => row.phrase === phrase).length === 1) assert.equal(found.meaning, meaning);
  }
});

test("no ordinary sentence is explained", () => {
  assert.ok(ORDINARY.length >= 200);
  assert.equal(new Set(ORDINARY).size, ORDINARY.length);
  const wrong = ORDINARY.filter((sentence) => words(sentence).length);

  assert.deepEqual(wrong.map((sentence) => [sentence, words(sentence)]), []);
});

test("the longest phrase is taken", () => {
  assert.deepEqual(words("혼저옵서예, 사라도령이우다."), ["혼저옵서예"]);
  assert.deepEqual(words("오늘도 폭싹 속았수다."), ["폭싹 속았수다"]);
  assert.deepEqual(words("조들지 맙서, 하영 심들엇수과?"), ["조들지 맙서", "하영 심들엇수과"]);
});

test("particles may follow, other syllables may not", () => {
  for (const said of ["꼿이", "꼿을", "꼿은", "꼿도", "꼿에서", "꼿이우다", "꼿들이", "꼿이랑은", "꼿."]) assert.deepEqual(words(`저 ${said} 봅서`), ["꼿"], said);
  for (const said of ["꼿꼿이", "풀꼿", "꼿집"]) assert.deepEqual(words(`저 ${said} 봅서`), [], said);
  assert.deepEqual(words("혼저! 혼저예. 혼저양"), ["혼저", "혼저", "혼저"]);
});

test("what is spelled like an ordinary word needs company", () => {
  assert.deepEqual(words("막 지쳤어요"), []);
  assert.deepEqual(words("막 지쳤수다"), ["막"]);
  assert.deepEqual(words("무사 경 울엄수과?").slice(0, 1), ["무사"]);
  assert.deepEqual(words("하영 웃으세요"), ["하영"]);
  assert.deepEqual(words("하영이 웃어요"), []);
});

test("old letters are recognised and shown as they are spelled today", () => {
  const gloss = makeGloss([{ phrase: "혼저", old_spelling: "ᄒᆞᆫ저", standard_korean: "어서" }]);

  assert.deepEqual(words("ᄒᆞᆫ저 오세요, 혼저!", gloss), ["혼저", "혼저"]);
});

test("nothing of the text is lost", () => {
  for (const text of ["a(b)+c", "혼저옵서예, 어서 오세요.", "게메", "", "무사 왔수과 막 지쳤수다예"]) {
    const gloss = makeGloss([{ phrase: "혼저", old_spelling: "", standard_korean: "어서" }]);
    assert.equal(gloss(text).map((segment) => segment.text).join(""), text);
  }
  assert.deepEqual(makeGloss([])("그대로"), [{ text: "그대로", meaning: "", english: "" }]);
});
