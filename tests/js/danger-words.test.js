/** The published words of danger: fetched once, after the greeting has begun; a way that was blocked is tried again. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import { soundsLikeCrisis } from "../../static/js/call/crisis.js";
import { fetchDangerWords } from "../../static/js/call/danger-words.js";

const PUBLISHED = readFileSync(new URL("../../static/words/danger.txt", import.meta.url), "utf8");
const UNPLAIN = "다 놓고 싶어요";
const realFetch = globalThis.fetch;
afterEach(() => { globalThis.fetch = realFetch; });

/** Let timers run until the fetch has come to its end. @param {import("node:test").TestContext} context */
async function fetched(context) {
  let over = false;
  const end = fetchDangerWords("/words").finally(() => { over = true; });
  while (!over) {
    context.mock.timers.tick(500);
    await new Promise(setImmediate);
  }
  return end;
}

test("a line that hangs is given up, and asked again when a call is next live", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  context.mock.method(AbortSignal, "timeout", (/** @type {number} */ ms) => {
    const patience = new AbortController();
    setTimeout(() => patience.abort(new DOMException("too long", "TimeoutError")), ms);
    return patience.signal;
  });
  let asked = 0;
  globalThis.fetch = (_path, { signal }) => {
    asked += 1;
    return new Promise((_given, refuse) => signal?.addEventListener("abort", () => refuse(signal.reason)));
  };

  for (let live = 1; live <= 2; live += 1) {
    void fetchDangerWords("/words");
    for (let second = 0; second < 60; second += 1) {
      context.mock.timers.tick(1_000);
      await new Promise(setImmediate);
    }
    assert.equal(asked, live);
  }
});

test("the words are not asked for in the call's first second, and again after a failure", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  const answers = [() => { throw new TypeError("blocked"); }, () => new Response("", { status: 503 }), () => new Response(PUBLISHED)];
  globalThis.fetch = async (path) => {
    asked.push(path);
    return answers[asked.length - 1]();
  };

  const first = fetchDangerWords("/words");
  context.mock.timers.tick(1_000);
  await new Promise(setImmediate);
  assert.deepEqual(asked, []);
  context.mock.timers.tick(1_000);
  await first;

  await fetched(context);
  assert.equal(soundsLikeCrisis(UNPLAIN), false, "what is no list changes nothing");
  await fetched(context);
  assert.equal(soundsLikeCrisis(UNPLAIN), true);

  await fetched(context);
  assert.deepEqual(asked, ["/words", "/words", "/words"], "once it is known it is not asked for again");
});
