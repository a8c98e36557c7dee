/** The garden behind the words: its sky, and how the flowers stand. */
import assert from "node:assert/strict";
import test from "node:test";

import { flowerAt, follow, poseOf, shareOf } from "../../static/js/scene/pose.js";
import { hourInJeju, skyAt } from "../../static/js/scene/sky.js";

const MINUTE = 60_000;
const noon = { hour: 12, open: true, opensInMs: null, closesInMs: 6 * 60 * MINUTE };

test("while the doors are open the sky follows the hour", () => {
  const skies = [0, 4, 5, 7, 8, 17, 18, 19, 20, 23].map((hour) => skyAt({ ...noon, hour }));

  assert.deepEqual(skies, ["night", "night", "dawn", "dawn", "day", "day", "dusk", "dusk", "night", "night"]);
});

test("the last hour before closing is dusk", () => {
  assert.equal(skyAt({ ...noon, closesInMs: 60 * MINUTE }), "dusk");
  assert.equal(skyAt({ ...noon, closesInMs: 61 * MINUTE }), "day");
  assert.equal(skyAt({ ...noon, closesInMs: null }), "day");
});

test("closed is night at any hour, and dawn when the doors are about to open", () => {
  const shut = { ...noon, open: false, closesInMs: null };

  assert.equal(skyAt({ ...shut, opensInMs: 20 * 60 * MINUTE }), "night");
  assert.equal(skyAt({ ...shut, opensInMs: null }), "night");
  assert.equal(skyAt({ ...shut, hour: 7, opensInMs: 30 * MINUTE }), "dawn");
});

test("the hour is Jeju's, wherever the visitor is", () => {
  assert.equal(hourInJeju(Date.parse("2026-11-23T23:30:00Z")), 8);
});

test("closed, every flower is a bud; idle, all stand open and lean to nobody", () => {
  assert.deepEqual(flowerAt(poseOf("closed", ""), 0.2, 0.6, 1), { lean: 0, blossom: 0, bud: 1 });
  const idle = flowerAt(poseOf("idle", ""), 0.2, 0.6, 1);
  assert.equal(idle.lean, 0);
  assert.equal(idle.bud, 0);
  assert.ok(idle.blossom > 0.8);
});

test("flowers lean to who speaks, from either side", () => {
  const his = poseOf("live", "character-speaking");

  assert.ok(flowerAt(his, 0.1, 0.6, 0).lean > 0);
  assert.ok(flowerAt(his, 0.9, 0.6, 0).lean < 0);
  assert.equal(his.speaker, "keeper");
  assert.equal(poseOf("live", "visitor-speaking").speaker, "visitor");
});

test("a voice opens the flowers, most those that stand nearest", () => {
  for (const floor of /** @type {const} */ (["character-speaking", "visitor-speaking", "listening"])) {
    const pose = poseOf("live", floor);
    const quiet = flowerAt(pose, 0.5, 0.6, 0).blossom;
    const near = flowerAt(pose, 0.5, 0.6, 1).blossom;
    const far = flowerAt(pose, 0, 0.6, 1).blossom;

    assert.ok(near > far && far > quiet, floor);
  }
});

test("a level is taken at once and let go slowly", () => {
  assert.equal(follow(0.1, 0.8), 0.8);
  assert.ok(follow(0.8, 0) > 0.5);
  assert.equal(shareOf(null), 0);
  assert.equal(shareOf(1), 1);
  assert.ok(shareOf(0.05) > 0.4);
});
