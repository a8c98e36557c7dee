import assert from "node:assert/strict";
import { test } from "node:test";
import { box, compose, settled } from "./area.js";

/**
 * The orders of events that people recorded, and where. Public reports all; ours of Chromium and
 * Firefox are measured by `python -m tests.hangul`.
 */
const ORDERS = [
  {
    name: "Chromium on Windows: Process, 229, then a plain Enter",
    // Which key it was is told by `code` alone; some input methods pass the Enter on afterwards.
    seen: [
      "https://github.com/stablyai/orca/pull/12219",
      "https://github.com/TypeCellOS/BlockNote/pull/1034",
      "https://github.com/vuejs/vue/issues/10277",
    ],
    press(area, whole) {
      area.key({ key: "Process", code: "Enter", keyCode: 229, isComposing: true });
      area.commit(whole);
      area.enter();
    },
  },
  {
    name: "Chromium on Windows without the second Enter",
    // Microsoft's Korean input method: guards that wait for it make people press Enter twice.
    seen: [
      "https://github.com/nesquena/hermes-webui/issues/7348",
      "https://github.com/plmbr/notebook-intelligence/pull/400",
    ],
    press(area, whole) {
      area.key({ key: "Process", code: "Enter", keyCode: 229, isComposing: true });
      area.commit(whole);
    },
  },
  {
    name: "Chromium on a Mac: Enter, 229, then the line break",
    seen: ["https://github.com/openai/chatkit-js/issues/213"],
    press(area, whole) {
      area.key({ key: "Enter", code: "Enter", keyCode: 229, isComposing: true });
      area.commit(whole);
      area.lineBreak();
    },
  },
  {
    name: "Chromium on a Mac: Enter in the composition, then a second, plain one",
    seen: [
      "https://github.com/Julian-adv/OpenMMO/pull/2",
      "https://github.com/omnigent-ai/omnigent/pull/243",
    ],
    press(area, whole) {
      area.key({ key: "Enter", code: "Enter", keyCode: 229, isComposing: true });
      area.commit(whole);
      area.enter();
    },
  },
  {
    name: "Chromium with a plain keyCode while composing",
    seen: ["https://github.com/logancyang/obsidian-copilot/pull/2367"],
    press(area, whole) {
      area.key({ key: "Enter", code: "Enter", keyCode: 13, isComposing: true });
      area.commit(whole);
    },
  },
  {
    name: "Firefox: keydown, compositionend, keyup",
    seen: ["https://github.com/threema-ch/threema-web/pull/879"],
    press(area, whole) {
      area.key({ key: "Process", code: "Enter", keyCode: 229, isComposing: true });
      area.commit(whole);
      area.fire("keyup", { key: "Enter", code: "Enter", keyCode: 13 });
    },
  },
  {
    name: "WebKit: the composition ends first, the keydown comes late with 229",
    // Also Chromium with some input methods: hermes-agent.
    seen: [
      "https://bugs.webkit.org/show_bug.cgi?id=165004",
      "https://github.com/threema-ch/threema-web/pull/879",
      "https://github.com/mdn/browser-compat-data/pull/30009",
      "https://github.com/NousResearch/hermes-agent/pull/41026",
    ],
    press(area, whole) {
      area.commit(whole);
      area.key({ key: "Enter", code: "Enter", keyCode: 229, isComposing: false });
    },
  },
  {
    name: "WebKit: the same, and a line break after it",
    seen: ["https://bugs.webkit.org/show_bug.cgi?id=165004", "https://github.com/janhq/jan/pull/6109"],
    press(area, whole) {
      area.commit(whole);
      if (area.key({ key: "Enter", code: "Enter", keyCode: 229 })) area.lineBreak();
    },
  },
  {
    name: "WebKit since it was put right: keydown with 229, then the end",
    seen: ["https://github.com/WebKit/WebKit/pull/62264", "https://github.com/WebKit/WebKit/pull/64874"],
    press(area, whole) {
      area.key({ key: "Enter", code: "Enter", keyCode: 229, isComposing: true });
      area.commit(whole);
    },
  },
  {
    name: "Android: no key is named, only a line break is asked for",
    seen: [
      "https://github.com/lqs/retrotick/pull/48",
      "https://github.com/froala/wysiwyg-editor/issues/4546",
      "https://github.com/mdn/browser-compat-data/issues/12950",
    ],
    press(area, whole) {
      area.key({ key: "Unidentified", keyCode: 229, isComposing: true });
      area.commit(whole);
      area.lineBreak();
    },
  },
  {
    name: "Android: the line break is asked for before the composition ends",
    seen: ["https://github.com/agent-of-empires/agent-of-empires/issues/1174"],
    press(area, whole) {
      area.key({ key: "Unidentified", keyCode: 229, isComposing: true });
      area.lineBreak();
      area.commit(whole);
    },
  },
];

for (const { name, seen, press } of ORDERS) {
  test(`one Enter sends once and whole: ${name} (${seen[0]})`, async () => {
    const { area, sent } = box();
    compose(area, "혼저옵서ㅇ");
    press(area, "혼저옵서예");
    await settled();

    assert.deepEqual(sent, ["혼저옵서예"]);
    assert.equal(area.value, "");
  });
}

test("the first key of a syllable, 229 and not yet composing, sends nothing", async () => {
  const { area, sent } = box();
  area.value = "혼";
  area.key({ key: "Process", code: "KeyG", keyCode: 229 });
  await settled();

  assert.deepEqual(sent, []);
});

// Linux, Fcitx with Mozc: the keydown is sent before the browser knows of the composition.
// https://github.com/yomidevs/yomitan/pull/2082
test("an Enter in a composition that its own event does not own up to waits for the end", async () => {
  const { area, sent } = box();
  compose(area, "혼저옵서ㅇ");
  area.key({ key: "Enter", code: "Enter", keyCode: 13, isComposing: false });
  assert.deepEqual(sent, []);

  area.value = "혼저옵서예";
  area.fire("compositionend");
  await settled();
  assert.deepEqual(sent, ["혼저옵서예"]);
});

// Safari's Korean input method has no composition: it puts a jamo in and replaces it.
// https://github.com/crynta/terax-ai/pull/718, https://github.com/xtermjs/xterm.js/pull/5704
for (const keyCode of [13, 229]) {
  test(`Hangul by replacement, without any composition, is sent by one Enter: ${keyCode}`, async () => {
    const { area, sent } = box();
    for (const [inputType, text] of [["insertText", "ㅎ"], ["insertReplacementText", "호"], ["insertReplacementText", "혼"]]) {
      area.key({ key: text, code: "KeyG", keyCode: 229 });
      area.fire("beforeinput", { inputType, data: text });
      area.value = text;
    }
    area.enter({ keyCode });
    await settled();

    assert.deepEqual([sent, area.value], [["혼"], ""]);
  });
}

// Windows names every key an input method takes Process, 229; with Shift it is no Shift+Enter.
// https://github.com/stablyai/orca/pull/12049
test("a double consonant, Shift and a key named Process, is no Enter, and the Enter after it is one", async () => {
  const { area, sent } = box();
  compose(area, "이");
  area.key({ key: "Process", code: "KeyT", keyCode: 229, isComposing: true, shiftKey: true });
  area.value = "있";
  await settled();
  assert.deepEqual(sent, []);

  area.key({ key: "Process", code: "Enter", keyCode: 229, isComposing: true });
  area.commit("있");
  area.lineBreak();
  await settled();
  assert.deepEqual([sent, area.value], [["있"], ""]);
});

test("an Enter named Process after the composition has ended sends", () => {
  const { area, sent } = box();
  area.value = "혼저옵서예";
  area.key({ key: "Process", code: "Enter", keyCode: 229 });

  assert.deepEqual(sent, ["혼저옵서예"]);
});

test("a composition that goes on after an Enter is not sent", async () => {
  const { area, sent } = box();
  compose(area, "하");
  area.key({ key: "Process", code: "Enter", keyCode: 229, isComposing: true });
  area.key({ key: "Process", code: "KeyS", keyCode: 229, isComposing: true });
  area.fire("compositionend");
  await settled();

  assert.deepEqual(sent, []);
});

test("Shift and Enter is a new line; a double Enter sends once; a held Enter too", () => {
  const { area, sent } = box();
  area.value = "첫 줄";
  area.enter({ shiftKey: true });
  assert.deepEqual([area.value, sent.length], ["첫 줄\n", 0]);

  area.value += "둘째 줄";
  area.enter();
  area.enter();
  area.enter({ repeat: true });
  assert.deepEqual(sent, ["첫 줄\n둘째 줄"]);
  assert.equal(area.value, "");
});

test("the first key of the next sentence, faster than a slow page, is not sent with this one", async () => {
  const { area, sent } = box();
  compose(area, "혼저옵서ㅇ");
  area.key({ key: "Process", code: "Enter", keyCode: 229, isComposing: true });
  area.commit("혼저옵서예");
  compose(area, "ㅁ");
  await settled();
  assert.deepEqual([sent, area.value], [["혼저옵서예"], "ㅁ"]);

  area.key({ key: "Process", code: "Enter", keyCode: 229, isComposing: true });
  area.commit("모심");
  area.enter();
  compose(area, "ㄱ");
  await settled();
  assert.deepEqual([sent, area.value], [["혼저옵서예", "모심"], "ㄱ"]);
});

test("pasting lines is not pressing Enter", () => {
  const { area, sent } = box();
  area.value = "한 줄\n두 줄";

  assert.equal(area.fire("beforeinput", { inputType: "insertFromPaste" }), true);
  assert.deepEqual(sent, []);
});

test("words that were not taken stay in the box", () => {
  const { area, sent } = box(false);
  area.value = "기다리는 말";
  area.enter();

  assert.deepEqual([sent.length, area.value], [1, "기다리는 말"]);
});

// https://github.com/Expensify/App/issues/16065: Gboard's Enter comes while composing, asks for a
// line break, and the composition never ends.
test("an Enter whose composition never ends sends all the same, once", async () => {
  const { area, sent } = box();
  compose(area, "혼저옵서예");

  area.key({ key: "Unidentified", code: "", keyCode: 229, isComposing: true });
  area.lineBreak();
  area.lineBreak();
  await new Promise((resolve) => setTimeout(resolve, 80));

  assert.deepEqual(sent, ["혼저옵서예"]);
  assert.equal(area.value, "");

  compose(area, "또");
  area.key({ key: "Unidentified", code: "", keyCode: 229, isComposing: true });
  area.lineBreak();
  area.commit("또");
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert.deepEqual(sent, ["혼저옵서예", "또"]);
});
