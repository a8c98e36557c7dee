/** The small pure modules, a table each. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { learnWords, soundsLikeCrisis } from "../../static/js/call/crisis.js";
import { flowerShape } from "../../static/js/call/flower-shape.js";
import { add, EMPTY_LEDGER } from "../../static/js/call/ledger.js";
import { loudness } from "../../static/js/call/level-meter.js";
import { linkState } from "../../static/js/call/link.js";
import { tellable } from "../../static/js/call/offer.js";
import { useTool } from "../../static/js/call/tools.js";
import { FLOWER } from "./play.js";

await learnWords(readFileSync(new URL("../../static/words/danger.txt", import.meta.url), "utf8"));

for (const text of [
  "죽고 싶어", "죽고싶어요", "이제 죽어불고 싶다", "죽어버리고 싶어", "다 놓고 싶다", "사라지고 싶어요", "그냥 사라져 버리고 싶다",
  "꽃밭으로 가고 싶다", "서천꽃밭에 데려가 줘요", "사라도령님, 저도 서천꽃밭에 데려가 주세요", "살기 싫어", "살고 싶지 않아요",
  "자살 생각이 나요", "자해했어요", "약을 많이 먹었어", "손목을 그었어요", "유서를 썼어요", "숨이 막혀요", "친구가 죽고 싶대요... 죽고 싶다고",
  "살고 싶은 마음이 없어", "아빠가 때려요", "의식이 흐려요",
]) {
  test(`a sign of danger: ${text}`, () => assert.equal(soundsLikeCrisis(text), true));
}
for (const text of [
  "", "오늘은 꽃밭이 예쁘네요", "회사에서 혼나서 속상해요", "꽃밭 이야기 들려주세요", "숨 고르기가 필요해요", "약을 먹고 나았어요",
  "맞고 틀리고가 어디 있어요", "살고 싶은 곳이 생겼어요", "서천꽃밭이 어디예요?", "짐을 내려놓고 쉬고 싶어요", "자리를 데려다 주세요",
]) {
  test(`no sign of danger: ${text || "(nothing)"}`, () => assert.equal(soundsLikeCrisis(text), false));
}

test("either state word counts, the worse one wins", () => {
  const rows = [
    ["connected", "connected", "connected"], ["connected", "completed", "connected"], ["connecting", "connected", "new"],
    ["connected", "disconnected", "disconnected"], ["disconnected", "connected", "disconnected"], ["failed", "disconnected", "failed"],
    ["connected", "failed", "failed"], ["closed", "failed", "closed"], ["new", "new", "new"],
  ];
  for (const [connection, ice, expected] of rows) assert.equal(linkState(connection, ice), expected);
});

test("tools: nothing the character sends is believed unchecked", () => {
  const give = (args, crisis = false) => useTool({ callId: "c", name: "give_flower", arguments: args }, [FLOWER], crisis);

  assert.deepEqual(give(' {"name":"번성꽃"}\n').output, { ok: true, flower: "번성꽃" });
  assert.equal(give('{"name":"번성꽃","reason":7}').flower.reason, "");
  assert.equal(give(`{"name":"번성꽃","reason":"${"가".repeat(201)}"}`).flower.reason, "");
  for (const args of ['{"name":"싸움싸울꽃"}', '{"name":["번성꽃"]}', "{}", '{"name":"constructor"}']) assert.equal(give(args).output.reason, "unknown_flower");
  for (const args of ["", "{", "7", "null"]) assert.ok(!give(args).output.ok);
  assert.equal(give('{"name":"번성꽃"}', true).output.reason, "crisis");
});

test("a flower's colour is a colour and nothing else; the same flower always stands the same", () => {
  const shape = (changes) => flowerShape({ ...FLOWER, ...changes });

  assert.equal(shape({}).colour, "#c48bd6");
  for (const colour of ["red", "url(#x)", "#12", '"><script>', ""]) assert.equal(shape({ colour }).colour, "#d9a5b3");
  assert.deepEqual(shape({}), shape({}));
  assert.notDeepEqual(shape({}).outer, shape({ name: "살오를꽃" }).outer);
  assert.equal(shape({ shape: "constructor" }).outer.length, 6);
  assert.deepEqual(["round", "drop", "star", "cup", "bell", "spray"].map((each) => shape({ shape: each }).outer.length), [6, 7, 9, 5, 5, 11]);
});

test("loudness is the root mean square", () => {
  assert.equal(loudness(new Float32Array([0.5, -0.5])), 0.5);
  assert.equal(loudness(new Float32Array(0)), 0);
});

test("the ledger adds whole numbers and ignores strangers", () => {
  const more = add(EMPTY_LEDGER, { turns: 1, connect_ms: 12.6, drops: NaN, hack: 9 });

  assert.deepEqual([more.turns, more.connect_ms, more.drops, "hack" in more], [1, 13, 0, false]);
});

test("an offer tells no hidden names, and never that its list of addresses is complete", () => {
  const kept = ["v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=candidate:1 1 udp 2122260223 10.0.0.7 51410 typ host", "a=ice-ufrag:nslt"];
  const hidden = "a=candidate:0 1 UDP 2122252543 6f1b1d3e-a1.local 47412 typ host";
  const sdp = [...kept, hidden, "a=end-of-candidates", ""].join("\r\n");

  assert.equal(tellable(sdp), `${kept.join("\r\n")}\r\n`);
  assert.equal(tellable(""), "");
});
