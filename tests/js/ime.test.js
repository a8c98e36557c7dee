import assert from "node:assert/strict";
import { test } from "node:test";
import { TextBox } from "../../static/js/call/text-box.js";

/** A text area as far as the box needs one: events in the order a browser sends them, and a value. */
class Area extends EventTarget {
  value = "";

  fire(type, fields = {}) {
    const event = Object.assign(new Event(type, { cancelable: true }), {
      key: "", code: "", keyCode: 0, isComposing: false, shiftKey: false, repeat: false, inputType: "", ...fields,
    });
    this.dispatchEvent(event);
    return !event.defaultPrevented;
  }

  key(fields) {
    return this.fire("keydown", fields);
  }

  /** The Enter key's own effect: a line break, unless somebody prevents it. */
  enter(fields = {}) {
    if (!this.key({ key: "Enter", code: "Enter", keyCode: 13, ...fields })) return;
    if (this.fire("beforeinput", { inputType: "insertLineBreak" })) this.value += "\n";
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

function box(taken = true) {
  const area = new Area();
  const sent = [];
  new TextBox(area, (text) => {
    sent.push(text);
    return taken;
  });
  return { area, sent };
}

/** The syllable being put together so far. */
function compose(area, text) {
  area.key({ key: "Process", code: "KeyG", keyCode: 229, isComposing: false });
  area.fire("compositionstart");
  area.value = text;
}

const BROWSERS = {
  "Chromium on Windows: Process, 229, then a plain Enter": (area, whole) => {
    area.key({ key: "Process", code: "Enter", keyCode: 229, isComposing: true });
    area.value = whole;
    area.fire("compositionend");
    area.enter();
  },
  "Chromium on Windows without the second Enter": (area, whole) => {
    area.key({ key: "Process", code: "Enter", keyCode: 229, isComposing: true });
    area.value = whole;
    area.fire("compositionend");
  },
  "Chromium on a Mac: Enter, 229, then the line break": (area, whole) => {
    area.key({ key: "Enter", code: "Enter", keyCode: 229, isComposing: true });
    area.value = whole;
    area.fire("compositionend");
    area.fire("beforeinput", { inputType: "insertLineBreak" });
  },
  "Chromium with a plain keyCode while composing": (area, whole) => {
    area.key({ key: "Enter", code: "Enter", keyCode: 13, isComposing: true });
    area.value = whole;
    area.fire("compositionend");
  },
  "WebKit: the composition ends first, the keydown comes late with 229": (area, whole) => {
    area.value = whole;
    area.fire("compositionend");
    area.key({ key: "Enter", code: "Enter", keyCode: 229, isComposing: false });
  },
  "WebKit: the same, and a line break after it": (area, whole) => {
    area.value = whole;
    area.fire("compositionend");
    if (area.key({ key: "Enter", code: "Enter", keyCode: 229 })) area.value += "\n";
  },
  "Android: no key is named, only a line break is asked for": (area, whole) => {
    area.key({ key: "Unidentified", keyCode: 229, isComposing: true });
    area.value = whole;
    area.fire("compositionend");
    if (area.fire("beforeinput", { inputType: "insertLineBreak" })) area.value += "\n";
  },
  "Android: the line break is asked for before the composition ends": (area, whole) => {
    area.key({ key: "Unidentified", keyCode: 229, isComposing: true });
    area.fire("beforeinput", { inputType: "insertLineBreak" });
    area.value = whole;
    area.fire("compositionend");
  },
};

for (const [name, press] of Object.entries(BROWSERS)) {
  test(`one Enter sends once and whole: ${name}`, async () => {
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
