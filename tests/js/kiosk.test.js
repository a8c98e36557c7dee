/** A device of many visitors: what one leaves behind is not the next one's. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PHASES, house, listening, live, lost, reconnecting } from "./play.js";

/** A play on a kiosk: timers are told of once, at the event that leads to them. */
function onKiosk(play, changes = {}) {
  play.state = { ...play.state, kiosk: true, ...changes };
  return play.do({ type: "visitor.present" });
}

/** The named timers that run, as the edges were told. */
function running(play, ...names) {
  const timers = new Map();
  for (const { type, name, ms } of play.effects) {
    if (type === "timer.start") timers.set(name, ms);
    if (type === "timer.cancel") timers.delete(name);
    if (type === "timer.cancel-all") timers.clear();
  }
  return Object.fromEntries([...timers].filter(([name]) => names.includes(name)));
}
const waits = (play) => running(play, "absent", "away", "given-up");
const WAIT = { absent: 75_000, away: 90_000 };

test("who is silent is asked, and then has left: the visit ends and the screen rests", () => {
  const play = onKiosk(listening());
  assert.deepEqual(waits(play), WAIT);

  play.timer("absent");
  assert.deepEqual([play.state.phase, play.state.notice], ["live", "absent"]);

  play.timer("away");
  assert.equal(play.state.phase, "ended");
  assert.deepEqual(play.of("conversation.end").map(({ reason }) => reason), ["page_left"]);
  assert.equal(play.of("microphone.close").length, 1);
  assert.deepEqual(running(play, "rest", "absent", "away"), { rest: 20_000 });
  play.timer("rest");
  assert.deepEqual([play.state.phase, play.state.captions], ["idle", []]);
});

test("a word, a touch and a key begin the wait anew, and answer the question", () => {
  const asked = () => onKiosk(listening()).timer("absent");

  assert.deepEqual([asked().server("speech-started").state.notice, waits(asked().server("speech-started"))], ["", {}]);
  const touched = asked().do({ type: "visitor.present" });
  assert.deepEqual([touched.state.notice, touched.of("timer.start").map(({ name }) => name)], ["", ["absent", "away"]]);
  const typed = asked().do({ type: "visitor.text", text: "여기 있어요" });
  assert.deepEqual([typed.state.notice, waits(typed)], ["", {}]);
});

test("nobody is sent away while anybody speaks, thinks or is waited for", () => {
  const busy = {
    greeting: live, "he speaks": () => live().speak("r1"), "the visitor speaks": () => listening().server("speech-started"),
    thinking: () => listening().server("speech-started").server("speech-stopped"), mending: reconnecting,
    ...PHASES, live,
  };
  delete busy["rolling-over"];
  for (const [name, make] of Object.entries(busy)) assert.deepEqual(waits(onKiosk(make())), {}, name);

  const spoken = onKiosk(live().speak("r1")).finish("r1").fallSilent("r1");
  assert.deepEqual(waits(spoken), WAIT);
});

test("on a visitor's own device silence ends nothing", () => {
  assert.deepEqual(waits(listening().do({ type: "visitor.present" })), {});
  assert.deepEqual(waits(lost().do({ type: "visitor.present" })), {});
});

test("a talk that can't be mended is not kept for the next person to take up", () => {
  const play = onKiosk(lost());
  assert.deepEqual(waits(play), { "given-up": 60_000 });
  assert.deepEqual(waits(play.do({ type: "visitor.retry" })), {});

  const left = onKiosk(lost()).timer("given-up");
  assert.equal(left.state.phase, "ended");
  assert.deepEqual(left.of("conversation.end").map(({ reason }) => reason), ["failed"]);
  assert.equal(left.do({ type: "visitor.retry" }).state.phase, "ended");
  left.timer("rest");
  assert.deepEqual([left.state.phase, left.state.captions], ["idle", []]);
});

test("a language that one visitor chose goes with him", () => {
  const play = onKiosk(listening(), { abroad: true }).do({ type: "visitor.stop" }, house({ stamp: "7.a" }));
  assert.deepEqual(play.of("page.renew"), []);

  play.timer("rest");
  assert.equal(play.of("house.ask").length, 1, "a page that can't be loaded is worse than one in the wrong language");
  assert.deepEqual(play.do(house({ stamp: "7.a" })).of("page.renew"), [{ type: "page.renew", stamp: "7.a", home: true }]);

  const korean = onKiosk(listening()).do({ type: "visitor.stop" }).timer("rest").do(house({ stamp: "7.a" }));
  assert.deepEqual(korean.of("page.renew"), []);
});

test("chosen and left before a visit, it goes by itself, but not under who reads the numbers", () => {
  const opened = () => onKiosk(PHASES.idle()).do({ type: "page.opened", abroad: true });
  const abroad = (play) => running(play, "abroad");

  assert.deepEqual(abroad(opened()), { abroad: 120_000 });
  assert.deepEqual(abroad(opened().do({ type: "visitor.help" })), {});
  assert.deepEqual(abroad(opened().do({ type: "visitor.start", voice: true })), {});
  const touched = opened().do({ type: "visitor.present" });
  assert.deepEqual(touched.of("timer.start").map(({ name }) => name), ["abroad"]);
  assert.equal(opened().timer("abroad").do(house({ stamp: "7.a" })).of("page.renew")[0].home, true);
});
