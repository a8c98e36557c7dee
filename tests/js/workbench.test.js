import assert from "node:assert/strict";
import { test } from "node:test";
import { costOf, fill, tokensOf, toolCallsOf } from "../../static/js/workbench/cost.js";
import { Lasting } from "../../static/js/workbench/lasting.js";
import { totalOf } from "../../static/js/workbench/total.js";
import { readEvent, tapDataChannels } from "../../static/js/workbench/wire.js";

const PRICES = { text_in: 0.6, text_cached: 0.06, text_out: 2.4, audio_in: 10, audio_cached: 0.3, audio_out: 20 };
const DONE = {
  type: "response.done",
  response: {
    output: [
      { type: "message" },
      { type: "function_call", call_id: "call_1", name: "give_flower", arguments: '{"name":"번성꽃"}' },
    ],
    usage: {
      input_token_details: {
        text_tokens: 4_000, audio_tokens: 200, cached_tokens_details: { text_tokens: 3_000, audio_tokens: 100 },
      },
      output_token_details: { text_tokens: 50, audio_tokens: 400 },
    },
  },
};

test("tokens are read as the provider counts them", () => {
  assert.deepEqual(tokensOf(DONE), {
    text_in: 4_000, text_cached: 3_000, text_out: 50, audio_in: 200, audio_cached: 100, audio_out: 400,
  });
});

test("cached tokens are taken out of the input before they are paid at their own price", () => {
  // 1000 × 0.6 + 3000 × 0.06 + 100 × 10 + 100 × 0.3 + 50 × 2.4 + 400 × 20, for a million
  assert.equal(costOf(tokensOf(DONE), PRICES).toFixed(8), ((600 + 180 + 1_000 + 30 + 120 + 8_000) / 1e6).toFixed(8));
});

test("what the provider leaves out costs nothing and breaks nothing", () => {
  for (const event of [{}, { response: null }, { response: { usage: "x" } }, { response: { output: [null, 3] } }]) {
    assert.equal(costOf(tokensOf(event), PRICES), 0);
    assert.deepEqual(toolCallsOf(event), []);
  }
});

const WORDS = {
  replies: "{count} replies", voice: "voice {usd}", transcription: "{minutes} min written {usd}", total: "all {usd}",
  unpriced: "voice unknown", transcription_unpriced: "writing unknown",
};
for (const [prices, transcription, said] of [
  [PRICES, { per_minute: 0.003 }, "3 replies · voice 0.00993 · 10.0 min written 0.03000 · all 0.03993"],
  [PRICES, null, "3 replies · all 0.00993"],
  [PRICES, { per_minute: null }, "3 replies · voice 0.00993 · writing unknown"],
  [null, { per_minute: 0.003 }, "3 replies · voice unknown · 10.0 min written 0.03000"],
  [null, null, "3 replies · voice unknown"],
]) {
  test(`all of it comes to: ${said}`, () => {
    const used = { count: 3, voice: prices ? costOf(tokensOf(DONE), prices) : 0, ms: 600_000 };

    assert.equal(totalOf(used, { prices, transcription, words: WORDS }), said);
  });
}

test("a talk lasts from the press to the goodbye, whatever breaks between, and the next one adds to it", () => {
  const lasting = new Lasting();
  const ended = [
    ["idle", 500], ["preparing", 1_000], ["connecting", 1_500], ["live", 2_000], ["live", 2_500],
    ["reconnecting", 5_000], ["live", 8_000], ["saying-goodbye", 9_000], ["ended", 11_000], ["ended", 60_000],
    ["idle", 61_000], ["preparing", 70_000], ["failed", 71_000],
  ].map(([phase, at]) => lasting.enter(phase, at));

  assert.deepEqual(ended.flatMap((yes, step) => (yes ? [step] : [])), [8, 12]);
  assert.equal(lasting.ms(90_000), 11_000);
  lasting.enter("preparing", 100_000);
  assert.equal(lasting.ms(100_250), 11_250);
});

test("a tool's call is found with its arguments", () => {
  assert.deepEqual(toolCallsOf(DONE), [{ id: "call_1", name: "give_flower", arguments: '{"name":"번성꽃"}' }]);
});

test("a sentence is filled in, and inherited names are not", () => {
  assert.equal(fill("대답 {number} {constructor}", { number: 2 }), "대답 2 {constructor}");
});

test("messages that are no events are nothing", () => {
  for (const message of ["", "[1]", "null", "3", "{", undefined, new ArrayBuffer(1)]) {
    assert.deepEqual(readEvent(message), {});
  }
});

test("every channel is heard both ways, and works as before", () => {
  class Channel extends EventTarget {
    sent = [];
    send(message) {
      if (message === "refused") throw new Error("not open");
      this.sent.push(message);
    }
  }
  class Connection {
    createDataChannel(label) {
      const channel = new Channel();
      channel.label = label;
      return channel;
    }
  }
  const told = [];
  tapDataChannels(Connection.prototype, (entry) => told.push(entry), () => 5);

  const channel = new Connection().createDataChannel("oai-events");
  channel.send('{"type":"response.create"}');
  channel.dispatchEvent(Object.assign(new Event("message"), { data: '{"type":"response.done"}' }));
  channel.dispatchEvent(new Event("open"));
  channel.dispatchEvent(new Event("close"));
  assert.throws(() => channel.send("refused"), /not open/);

  assert.equal(channel.label, "oai-events");
  assert.deepEqual(channel.sent, ['{"type":"response.create"}']);
  assert.deepEqual(told.map(({ direction, event }) => [direction, event.type]), [
    ["sent", "response.create"], ["received", "response.done"],
    ["channel_open", undefined], ["channel_closed", undefined],
  ]);
});
