/** The garden behind the words: its sky, and how the flowers stand. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { INITIAL } from "../../static/js/call/facts.js";
import { Growth } from "../../static/js/scene/growth.js";
import { flowerAt, follow, poseOf, shareOf } from "../../static/js/scene/pose.js";
import { Scene } from "../../static/js/scene/scene.js";
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
  assert.deepEqual(flowerAt(poseOf("closed", ""), 0.2, 0.6, 1), { lean: 0, open: 0, closed: 1 });
  const idle = flowerAt(poseOf("idle", ""), 0.2, 0.6, 1);
  assert.equal(idle.lean, 0);
  assert.equal(idle.closed, 0);
  assert.ok(idle.open > 0.8);
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
    const quiet = flowerAt(pose, 0.5, 0.6, 0).open;
    const near = flowerAt(pose, 0.5, 0.6, 1).open;
    const far = flowerAt(pose, 0, 0.6, 1).open;

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

const real = ["document", "matchMedia"].map((name) => /** @type {const} */ ([name, Object.getOwnPropertyDescriptor(globalThis, name)]));
afterEach(() => {
  for (const [name, was] of real) {
    if (was) Object.defineProperty(globalThis, name, was);
    else delete globalThis[name];
  }
});
const pretend = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

/** An element that remembers how it was moved. */
const makeElement = () => {
  const moves = [];
  const animate = ({ scale }) => {
    const move = { from: scale[0], to: scale[1], cancelled: false, cancel: () => (move.cancelled = true) };
    moves.push(move);
    return move;
  };
  const style = { scale: "", setProperty: (name, value) => (style[name] = value) };
  return { moves, style, animate };
};

test("what grows goes on from where it is, one movement at a time", (context) => {
  let now = 0;
  context.mock.method(performance, "now", () => now);
  pretend("document", { timeline: { currentTime: 0 } });
  const element = makeElement();
  const growth = new Growth(/** @type {any} */ (element), 1);

  growth.to(1.004, 100);
  assert.deepEqual(element.moves, [], "too small to see");
  growth.to(2, 100);
  now = 50;
  growth.to(1, 100);
  now = 500;
  growth.to(3, 100);
  assert.deepEqual(element.moves.map(({ from, to, cancelled }) => [from, to, cancelled]), [[1, 2, true], [1.5, 1, true], [1, 3, false]]);
});

test("where nothing may move it is simply there", () => {
  const element = makeElement();

  new Growth(/** @type {any} */ (element), 1).to(2, 0);
  assert.deepEqual([element.style.scale, element.moves.length], ["2", 0]);
});

/** A garden of sixteen flowers on a narrow screen. @param {{still?: boolean}} options */
const makeGarden = ({ still = false } = {}) => {
  const makeStalk = () => {
    const parts = { blossom: makeElement(), bud: makeElement() };
    return { style: {}, parts, querySelectorAll: (/** @type {string} */ asked) => [parts[asked.includes("blossom") ? "blossom" : "bud"]] };
  };
  const stalks = Array.from({ length: 16 }, makeStalk);
  pretend("matchMedia", (/** @type {string} */ asked) => ({ matches: asked.includes("reduced") && still, addEventListener() {} }));
  pretend("document", {
    hidden: false, timeline: { currentTime: 0 }, addEventListener() {},
    querySelectorAll: (/** @type {string} */ asked) => (asked.includes("stalk") ? stalks : []),
  });
  return stalks;
};
const speaking = { ...INITIAL, phase: /** @type {const} */ ("live"), turn: { ...INITIAL.turn, speaking: "reply" } };

test("only flowers that are drawn are moved: the compositor carries no others", (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const stalks = makeGarden();
  const scene = new Scene(/** @type {any} */ (document), { visitor: () => 0, character: () => 0.2 });

  scene.show(speaking);
  context.mock.timers.tick(1_000);
  const moved = stalks.map(({ parts }) => parts.blossom.moves.length);
  assert.ok(moved.slice(0, 12).every((times) => times === 2), `${moved}: the pose, and the voice once, for it does not change`);
  assert.deepEqual(moved.slice(12), [0, 0, 0, 0]);
});

test("who asks for no motion gets the pose and no movement", (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const stalks = makeGarden({ still: true });

  new Scene(/** @type {any} */ (document), { visitor: () => 0, character: () => 0.2 }).show(speaking);
  context.mock.timers.tick(1_000);
  assert.deepEqual(stalks.map(({ parts }) => parts.blossom.moves.length), Array(16).fill(0));
  assert.equal(stalks[0]?.parts.blossom.style.scale, "0.74");
});
