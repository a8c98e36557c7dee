/** The flower as a picture to keep. */
import assert from "node:assert/strict";
import test from "node:test";
import { crc32 as zlibCrc32 } from "node:zlib";

import { flowerShape } from "../../static/js/call/flower-shape.js";
import { linesOf } from "../../static/js/keepsake/main.js";
import { addText, crc32, textChunk } from "../../static/js/keepsake/png-text.js";

test("a chunk is as long as it says and ends with its check sum", () => {
  const chunk = textChunk("Description", "생성형 AI");
  const view = new DataView(chunk.buffer);

  assert.equal(view.getUint32(0), chunk.length - 12);
  const body = chunk.subarray(4, -4);
  assert.equal(view.getUint32(chunk.length - 4), zlibCrc32(body));
  assert.equal(crc32(body), zlibCrc32(body));
  assert.equal(new TextDecoder().decode(body), "iTXtDescription\0\0\0\0\0생성형 AI");
});

test("the words stand behind the header chunk, the rest of the file as it was", async () => {
  const bytes = Uint8Array.from({ length: 60 }, (_, index) => index);
  const marked = new Uint8Array(await addText(new Blob([bytes]), "Description", "AI").arrayBuffer());

  assert.deepEqual(marked.subarray(0, 33), bytes.subarray(0, 33));
  assert.deepEqual(marked.subarray(-27), bytes.subarray(33));
  assert.equal(marked.length, 60 + textChunk("Description", "AI").length);
});

test("lines break between words, and a word too long stands alone", () => {
  const measure = (/** @type {string} */ part) => part.length;

  assert.deepEqual(linesOf("하나 둘 셋 넷", 4, measure), ["하나 둘", "셋 넷"]);
  assert.deepEqual(linesOf("하나 아주아주긴낱말 둘", 4, measure), ["하나", "아주아주긴낱말", "둘"]);
  assert.deepEqual(linesOf("", 4, measure), []);
});

test("letters without blanks between them break anywhere, but not before the sign that ends a sentence", () => {
  const measure = (/** @type {string} */ part) => part.length;

  assert.deepEqual(linesOf("息が詰まる日でしたね。", 6, measure), ["息が詰まる日", "でしたね。"]);
  assert.deepEqual(linesOf("心里的话，慢慢说。", 5, measure), ["心里的话，", "慢慢说。"]);
  assert.deepEqual(linesOf("その日は「花」でした", 5, measure), ["その日は", "「花」でし", "た"]);
  assert.deepEqual(linesOf(" AIの 花 flower ", 4, measure), ["AIの", "花", "flower"]);
  const long = "花".repeat(200);
  assert.equal(linesOf(long, 26, measure).join(""), long);
  assert.ok(linesOf(long, 26, measure).every((line) => line.length <= 26));
});

test("what an editor writes as a colour is a colour or not used", () => {
  const colourOf = (/** @type {string} */ colour) => flowerShape({ name: "꽃", shape: "round", colour }).colour;

  assert.equal(colourOf("#ABCDEF"), "#ABCDEF");
  for (const odd of ["red", "#abc", "url(#x)", "#12345g", ""]) assert.equal(colourOf(odd), colourOf("none"));
});
