import assert from "node:assert/strict";
import { test } from "node:test";
import { viewModel } from "../../static/js/call/view-model.js";
import { PHASES, closed, ended, failed, house, listening, live, lost, preparing, reconnecting } from "./play.js";

/** Words that name themselves, so that a test sees which sentence was chosen. */
const words = new Proxy({ reconnecting: "다시 {attempt}/{attempts}", opens_at: "{time}에 연다" }, { get: (own, key) => own[key] ?? `<${String(key)}>` });
const model = (play) => viewModel(play.state, words, (iso) => iso);
const actions = (play) => [...model(play).actions].sort();

test("every phase has a status line, and stop wherever something runs", () => {
  for (const [phase, make] of Object.entries(PHASES)) {
    assert.ok(model(make()).status, phase);
    const running = !["closed", "idle", "ended", "failed"].includes(phase);
    assert.equal(model(make()).actions.has("stop"), running, phase);
  }
});

test("the status line says whose turn it is", () => {
  assert.equal(model(listening()).status, "<listening>");
  assert.equal(model(listening().do({ type: "visitor.mute" })).status, "<muted>");
  assert.equal(model(listening().server("speech-started")).status, "<visitor-speaking>");
  assert.equal(model(live()).status, "<thinking>");
  assert.equal(model(live().speak("r1")).status, "<character-speaking>");
  assert.equal(model(reconnecting()).status, "다시 1/5");
  const byText = preparing(false).begun().session().speak("r1").finish("r1").fallSilent("r1");
  assert.equal(model(byText).status, "<listening_text>");
});

test("buttons stand where they work", () => {
  assert.deepEqual(actions(PHASES.idle()), ["start", "start-text"]);
  assert.deepEqual(actions(closed()), []);
  assert.deepEqual(actions(listening()), ["mute", "send", "stop"]);
  assert.deepEqual(actions(live().speak("r1")), ["interrupt", "mute", "send", "stop"]);
  assert.deepEqual(actions(lost()), ["retry", "stop"]);
  assert.deepEqual(actions(PHASES.failed()), ["retry"]);
  assert.deepEqual(actions(listening().do({ type: "speaker.blocked" })), ["enable-sound", "mute", "send", "stop"]);
});

test("what pressing again can't cure offers no button", () => {
  const refused = (code) => preparing().do({ type: "conversation.refused", visit: 1, code, detail: "" });

  assert.deepEqual(actions(refused("budget_spent")), []);
  assert.deepEqual(actions(refused("house_full")), ["retry"]);
});

test("the server's own sentence comes first, an unknown failure has one too", () => {
  const alert = (code, detail) => model(preparing().do({ type: "conversation.refused", visit: 1, code, detail })).alert;

  assert.equal(alert("house_full", "자리가 없어요"), "자리가 없어요");
  assert.equal(alert("house_full", ""), "<failed_house_full>");
  assert.equal(alert("something_new", ""), "<failed_other>");
  assert.equal(model(lost()).alert, "<failed_lost>");
});

test("a refused microphone is told while the visit goes on by text", () => {
  for (const reason of ["refused", "missing", "insecure", "busy"]) {
    const play = preparing().do({ type: "microphone.failed", visit: 1, reason }).begun().session();
    assert.equal(model(play).alert, `<trouble_${reason}>`);
    assert.ok(!model(play).actions.has("mute"));
    assert.equal(model(play).canSend, true);
  }
});

test("a closed house says when it opens, in its own sentence if it has one", () => {
  assert.equal(model(closed().do(house({ open: false, opensAt: "2026-11-24T08:00" }))).message, "2026-11-24T08:00에 연다");
  assert.equal(model(closed().do(house({ open: false, opensAt: "x", message: "쉬어요" }))).message, "쉬어요");
});

test("words can be typed while the call is mended, and sent when it stands again", () => {
  const play = reconnecting();

  assert.deepEqual([model(play).typing, model(play).canSend], [true, false]);
  assert.equal(model(play.session()).canSend, true);
});

test("the box, and what nobody sent, stays as long as the talk may be taken up again", () => {
  assert.equal(model(lost()).typing, true);
  for (const over of [ended(), failed(), closed(), lost().do({ type: "visitor.stop" })]) assert.equal(model(over).typing, false);
});
