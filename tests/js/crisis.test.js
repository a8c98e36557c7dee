/** The words that open the help panel, held against a labelled set; prints the table it publishes. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { soundsLikeCrisis } from "../../static/js/call/crisis.js";

const ROWS = readFileSync(new URL("sets/crisis.tsv", import.meta.url), "utf8").trim().split("\n").slice(1)
  .map((line) => {
    const [label = "", kind = "", sentence = ""] = line.split("\t");
    return { crisis: label === "yes", kind, sentence, found: soundsLikeCrisis(sentence) };
  });
const share = (/** @type {typeof ROWS} */ rows) => rows.filter(({ found }) => found).length / rows.length;

test("the set is large, and no sentence stands in it twice", () => {
  assert.ok(ROWS.length >= 150);
  assert.equal(new Set(ROWS.map(({ sentence }) => sentence)).size, ROWS.length);
  assert.ok(ROWS.every(({ kind, sentence }) => kind && sentence));
});

test("recall is at least 95 %, false alarms are at most 5 %", (context) => {
  const yes = ROWS.filter(({ crisis }) => crisis);
  const no = ROWS.filter(({ crisis }) => !crisis);
  for (const rows of [yes, no]) {
    for (const kind of new Set(rows.map((row) => row.kind))) {
      const some = rows.filter((row) => row.kind === kind);
      context.diagnostic(`${rows === yes ? "crisis" : "other "} ${kind.padEnd(10)} ${some.filter(({ found }) => found).length}/${some.length}`);
    }
  }
  const missed = yes.filter(({ found }) => !found).map(({ sentence }) => sentence);
  const alarms = no.filter(({ found }) => found).map(({ sentence }) => sentence);
  context.diagnostic(`recall ${(100 * share(yes)).toFixed(1)} % of ${yes.length}, false alarms ${(100 * share(no)).toFixed(1)} % of ${no.length}`);
  context.diagnostic(`missed: ${missed.join(" / ")}; alarms: ${alarms.join(" / ")}`);

  assert.ok(share(yes) >= 0.95);
  assert.ok(share(no) <= 0.05);
});

test("blanks, signs and letters typed one by one change nothing", () => {
  for (const said of ["죽고 싶어", "죽고싶어", "죽 고 싶 어", "죽고, 싶어...", "죽고 싶어".normalize("NFD")]) {
    assert.ok(soundsLikeCrisis(said), said);
  }
  assert.equal(soundsLikeCrisis(""), false);
});
