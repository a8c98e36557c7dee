import assert from "node:assert/strict";
import { test } from "node:test";
import { NONE, cancel, created, done, forget, isIdle, refused, request } from "../../static/js/call/responses.js";
import { listening } from "./play.js";

const types = ([, events]) => events.map(({ type }) => type);

test("a second wish waits, and several become the last one", () => {
  const [asked] = request(NONE, {});
  const [waiting, none] = request(request(asked, { metadata: { n: "1" } })[0], { metadata: { n: "2" } });
  assert.deepEqual(none, []);

  const [, events] = done(created(waiting, "r1")[0], "r1");
  assert.deepEqual(events, [{ type: "response.create", event_id: "create_2", response: { metadata: { n: "2" } } }]);
});

test("a response the provider began by itself counts as running", () => {
  const [running] = created(NONE, "theirs");

  assert.equal(isIdle(running), false);
  assert.deepEqual(types(request(running, {})), []);
});

test("somebody else's end does not end ours", () => {
  const [running] = created(NONE, "ours");

  assert.equal(done(running, "other")[0].active, "ours");
});

test("a refusal for a response we never heard of waits for whichever ends next", () => {
  const [asked] = request(NONE, { instructions: "이어 가기" });
  const [waiting] = refused(asked, "create_1", "conversation_already_has_active_response");
  const [, events] = done(waiting, "unknown-one");

  assert.deepEqual(events[0].response, { instructions: "이어 가기" });
});

test("another refusal is not repeated, and other people's errors are not ours", () => {
  const [asked] = request(NONE, {});

  assert.equal(isIdle(refused(asked, "create_1", "invalid_value")[0]), true);
  assert.equal(refused(asked, "", "conversation_already_has_active_response")[0], asked);
});

test("a wish to cancel goes with the request that was refused, and not on to the next answer", () => {
  const [cancelled] = cancel(request(NONE, {})[0]);
  const [refusedOnce] = refused(cancelled, "create_1", "server_error");
  assert.deepEqual(created(request(refusedOnce, {})[0], "r1")[1], []);

  const [running] = refused(cancelled, "create_1", "conversation_already_has_active_response");
  assert.deepEqual(types(created(running, "theirs")), ["response.cancel"], "who speaks is still to be silent");

  const play = listening().do({ type: "visitor.text", text: "하나" }, { type: "visitor.text", text: "둘" });
  play.server("error", { code: "server_error", eventId: play.state.responses.requested });
  assert.deepEqual(play.sentTypes, ["conversation.item.create", "response.create"], "the second line goes out");
  assert.deepEqual(play.server("response-created", { response: "r2" }).sent, [], "and is answered");
});

test("cancel is sent when there is something to cancel", () => {
  assert.deepEqual(types(cancel(NONE)), []);
  assert.deepEqual(types(cancel(created(NONE, "r")[0])), ["response.cancel"]);
  const [later, none] = cancel(request(NONE, {})[0]);
  assert.deepEqual([none, created(later, "r")[1]], [[], [{ type: "response.cancel", response_id: "r" }]]);
});

test("an answer that never comes is forgotten and the next wish goes out", () => {
  const [waiting] = request(request(NONE, {})[0], {});

  assert.deepEqual(types(forget(waiting)), ["response.create"]);
});
