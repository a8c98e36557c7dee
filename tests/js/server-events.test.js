import assert from "node:assert/strict";
import { test } from "node:test";
import { readServerEvent } from "../../static/js/call/server-events.js";

const read = (event, now = 0) => readServerEvent(JSON.stringify(event), now);

test("what nobody can read is nobody's", () => {
  for (const message of ["", "{", "null", "7", '"text"', "[]", "{}", undefined, new ArrayBuffer(2)]) {
    assert.equal(readServerEvent(message, 0), null);
  }
  for (const type of ["constructor", "__proto__", "toString", "response.future", 7, null]) assert.equal(read({ type }), null);
});

test("known types with nothing in them do no harm", () => {
  for (const type of ["session.created", "conversation.item.added", "response.done", "error", "response.created", "output_audio_buffer.started"]) {
    assert.ok(read({ type, item: null, response: 3, error: "x" }));
  }
});

test("a session's end is measured by the server's clock and never longer than an hour", () => {
  const left = (expires_at, now) => read({ type: "session.created", session: { expires_at } }, now).expiresInMs;

  assert.equal(left(1_000, 400_000), 600_000);
  assert.equal(left(0, 400_000), 0);
  assert.equal(left(100, 400_000), 0);
  assert.equal(left(9_999_999, 0), 3_600_000);
});

test("items are told by role", () => {
  const speaker = (item) => read({ type: "conversation.item.added", item, previous_item_id: null }).speaker;

  assert.equal(speaker({ id: "1", type: "message", role: "user", content: [{ type: "input_audio", transcript: null }] }), "visitor");
  assert.equal(speaker({ id: "2", type: "message", role: "assistant", content: [] }), "character");
  assert.equal(speaker({ id: "3", type: "message", role: "system", content: [] }), "none");
  assert.equal(speaker({ id: "4", type: "function_call", name: "give_flower" }), "none");
});

test("a finished response gives its calls, its error and its cost", () => {
  const event = read({
    type: "response.done",
    response: {
      id: "r", status: "failed", status_details: { error: { code: "insufficient_quota" } },
      output: [{ type: "message" }, { type: "function_call", call_id: "c", name: "give_flower", arguments: " {}\n" }],
      usage: {
        input_token_details: { text_tokens: 9, audio_tokens: 4, cached_tokens_details: { text_tokens: 2 } },
        output_token_details: { audio_tokens: 30, reasoning_tokens: 5 },
      },
    },
  });

  assert.deepEqual([event.status, event.code, event.hasMessage], ["failed", "insufficient_quota", true]);
  assert.deepEqual(event.calls, [{ callId: "c", name: "give_flower", arguments: " {}\n" }]);
  assert.deepEqual(event.usage, { text_in: 9, text_cached: 2, text_out: 0, audio_in: 4, audio_cached: 0, audio_out: 30 });
});
