/** What is wrong with the visitor's own browser, and what is kept after the goodbye. */
import assert from "node:assert/strict";
import test from "node:test";

import { mend, platformOf, troubleOf } from "../../static/js/call/mending.js";
import { transcriptOf } from "../../static/js/call/transcript.js";
import { INITIAL } from "../../static/js/call/facts.js";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";
const MACINTOSH = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15";
const ANDROID = "Mozilla/5.0 (Linux; Android 15; SM-S921N) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36";
const conversation = { id: "c", token: "t", halfDuplex: true, echoTailMs: 200, replay: { maxTurns: 1, maxTokens: 1, instructions: "" } };

test("an iPad is told from a Macintosh by its touch points", () => {
  assert.equal(platformOf(IPHONE, 5), "ios");
  assert.equal(platformOf(MACINTOSH, 5), "ios");
  assert.equal(platformOf(MACINTOSH, 0), "other");
  assert.equal(platformOf(ANDROID, 5), "android");
  assert.equal(platformOf("", 0), "other");
});

test("each trouble has its sentence and its step", () => {
  for (const trouble of /** @type {const} */ (["refused", "missing", "insecure", "busy", "sound", "callless"])) {
    for (const platform of /** @type {const} */ (["ios", "android", "other"])) {
      const { words, step } = mend(trouble, platform);
      assert.equal(words, `trouble_${trouble}`);
      assert.ok(step.startsWith(`mend_${trouble}`));
    }
  }
  assert.deepEqual(mend("", "ios"), { words: "", step: "", picture: "" });
});

test("where to tap is shown for phones alone", () => {
  assert.equal(mend("refused", "ios").picture, "refused-ios");
  assert.equal(mend("sound", "android").picture, "sound-android");
  assert.equal(mend("refused", "other").picture, "");
  assert.equal(mend("missing", "ios").picture, "");
});

test("a visitor who chose to write is told nothing about a microphone", () => {
  const refused = { ...INITIAL, phase: /** @type {const} */ ("live"), conversation, microphone: /** @type {const} */ ("refused") };

  assert.equal(troubleOf({ ...refused, voice: true }, true), "refused");
  assert.equal(troubleOf({ ...refused, voice: false }, true), "");
  assert.equal(troubleOf({ ...refused, conversation: null }, true), "");
  assert.equal(troubleOf({ ...refused, soundBlocked: true }, true), "sound");
});

test("a browser that cannot call is told so before the button is pressed", () => {
  assert.equal(troubleOf(INITIAL, false), "callless");
  assert.equal(troubleOf({ ...INITIAL, phase: "closed" }, false), "");
});

test("what was said is written in the order of the conversation, without what was not heard", () => {
  const words = { visitor: "나", character: "사라도령", transcript_head: "머리말" };
  const caption = (/** @type {object} */ over) => ({ id: "", after: "", speaker: /** @type {const} */ ("visitor"), text: "", progress: /** @type {const} */ ("final"), response: "", ...over });

  const text = transcriptOf([
    caption({ id: "b", after: "a", speaker: "character", text: "혼저옵서예", progress: "cut" }),
    caption({ id: "a", text: "안녕하세요" }),
    caption({ id: "c", after: "b", progress: "failed" }),
    caption({ id: "d", after: "c", speaker: "none", text: "도구" }),
  ], words);

  assert.equal(text, "머리말\n\n나: 안녕하세요\n사라도령: 혼저옵서예 …\n");
});
