/** Kana, Chinese characters, wide digits: an Enter chooses them, and the next one sends. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { box, compose, settled } from "./area.js";

/** The Enter that chooses, and only ends the composition. */
const CHOICES = {
  "Chromium, Firefox: Enter in the composition"(area, whole) {
    area.key({ key: "Process", code: "Enter", keyCode: 229, isComposing: true });
    area.commit(whole);
  },
  "WebKit: the keydown comes late with 229"(area, whole) {
    area.commit(whole);
    area.enter({ keyCode: 229 });
  },
  "Android: no key is named"(area, whole) {
    area.key({ key: "Unidentified", keyCode: 229, isComposing: true });
    area.commit(whole);
  },
};
// https://github.com/omnigent-ai/omnigent/issues/433, https://github.com/1mancompany/OneManCompany/issues/379
for (const [name, choose] of Object.entries(CHOICES)) {
  for (const [first, whole] of [["今日は", "今日は暑いですね"], ["カタカナ", "カタカナです"], ["你好", "你好，沙罗"], ["２０", "２０歳"], ["ㄋㄧ", "你是誰"]]) {
    test(`an Enter that chooses ${first} sends nothing, the next one the whole: ${name}`, async () => {
      const { area, sent } = box();
      for (const text of [first, whole]) {
        compose(area, text);
        choose(area, text);
        await settled();
        assert.deepEqual([sent, area.value], [[], text]);
      }
      area.enter();
      assert.deepEqual([sent, area.value], [[whole], ""]);
    });
  }
}

test("after letters that were chosen, a Hangul sentence is sent by one Enter again", async () => {
  const { area, sent } = box();
  compose(area, "花");
  CHOICES["WebKit: the keydown comes late with 229"](area, "花");
  area.key({ key: "Process", code: "Enter", keyCode: 229 });
  compose(area, "꼬");
  area.key({ key: "Process", code: "Enter", keyCode: 229, isComposing: true });
  area.commit("꼿");
  await settled();

  assert.deepEqual(sent, ["花", "꼿"]);
});
