/** What the browser says of the network and of the page: said at once, believed only as far as it goes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { viewModel } from "../../static/js/call/view-model.js";
import { PHASES, closed, connecting, ended, listening, live, lost, reconnecting } from "./play.js";

const words = new Proxy({}, { get: (_, key) => `<${String(key)}>` });
const alert = (play) => viewModel(play.state, words, String).alert;
const offline = { type: "network.offline" };
const online = { type: "network.online" };
const shown = { type: "page.shown" };

test("no network is said at once and tears nothing down", () => {
  const play = listening().do(offline);
  assert.deepEqual([play.state.phase, alert(play), play.last], ["live", "<offline>", []]);

  play.do({ type: "call.link", call: 1, link: "disconnected" });
  assert.deepEqual([play.state.phase, alert(play)], ["reconnecting", "<offline>"]);
  assert.equal(alert(play.do(online, { type: "call.link", call: 1, link: "connected" })), "");
});

test("without a conversation nobody needs to hear of the network", () => {
  for (const make of [PHASES.idle, closed, ended]) assert.equal(alert(make().do(offline)), "");
});

test("the network's return is one try at once, outside the count; what hung is given up", () => {
  const play = reconnecting().wait(300).do(online);

  assert.deepEqual(play.of("call.close").map(({ call }) => call), [2]);
  assert.deepEqual(play.of("call.open").map(({ call }) => call), [3]);
  assert.equal(play.state.attempt, 1);
  assert.equal(listening().do(online).last.length, 0, "a standing call needs none");
});

test("the network's return ends the honest screen for one try", () => {
  const play = lost().do(online);
  assert.equal(play.state.phase, "reconnecting");

  play.timer("attempt").timer("next-attempt");
  assert.deepEqual([play.state.phase, play.state.reason], ["failed", "lost"]);
});

test("a page that is looked at again checks its call and its sound", () => {
  const play = listening().do(shown);

  assert.deepEqual(play.last, [{ type: "call.check", call: 1 }, { type: "speaker.wake" }]);
  assert.equal(play.state.phase, "live");
});

test("a page that is looked at again while it mends tries at once", () => {
  for (const make of [reconnecting, lost]) {
    const play = make().do(shown);
    assert.deepEqual([play.of("call.check").length, play.of("call.open").length, play.state.phase], [1, 1, "reconnecting"]);
  }
});

test("outside a conversation a page that is looked at again asks for the house, or nothing", () => {
  for (const make of [PHASES.idle, closed, ended, PHASES.failed]) assert.deepEqual(make().do(shown).last, [{ type: "house.ask" }]);
  for (const make of [PHASES.preparing, connecting]) assert.deepEqual(make().do(shown).last, []);
});

test("the button does not wait for a quiet try that is under way", () => {
  const play = lost().do({ type: "house.status", house: { open: true, message: "", opensAt: "", closesAt: "", opensInMs: null, reachable: true } });
  const quiet = play.state.candidate;
  assert.ok(quiet);

  play.do({ type: "visitor.retry" });
  assert.deepEqual(play.of("call.close").map(({ call }) => call), [quiet]);
  assert.deepEqual([play.of("call.open").length, play.state.phase, play.state.attempt], [1, "reconnecting", 1]);
});

test("a greeting that nobody heard is said again; one that was heard in part is not", () => {
  const unheard = live().server("response-created", { response: "r1" })
    .server("said", { response: "r1", item: "g", delta: "어서 " }).do({ type: "call.closed", call: 1 }).session();
  assert.deepEqual(unheard.sent.map(({ type, response }) => [type, response]), [["response.create", undefined]]);
  assert.equal(unheard.state.captions.length, 0, "what comes now is the greeting");

  const heard = live().speak("r1").do({ type: "call.closed", call: 1 }).session();
  assert.equal(heard.orders(), "같은 말로, 인사 없이 이어 간다.");

  const wordless = live().server("response-created", { response: "r1" }).server("sound-started", { response: "r1" })
    .do({ type: "call.closed", call: 1 }).session();
  assert.equal(wordless.orders(), "같은 말로, 인사 없이 이어 간다.");
});
