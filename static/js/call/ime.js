/**
 * One Enter sends once, with the last syllable whole.
 *
 * While an input method composes, Enter belongs to it: it means "send when the composition has
 * ended". Browsers disagree on how that looks: Chromium says `isComposing` or keyCode 229 (key
 * "Process" on Windows, "Enter" on a Mac, where a second, plain Enter follows); WebKit ends the
 * composition first and sends its keydown afterwards, with 229; Android names no key at all and
 * only asks for a line break.
 *
 * Kana and Chinese characters are chosen, and there the Enter of a composition says which: that one
 * sends nothing, and the sentence goes on.
 */

/** keyCode of a key that an input method has taken. */
const TAKEN = 229;
/** With their signs, the wide digits that a Japanese keyboard writes, and Taiwan's Zhuyin. */
const CHOSEN = /[\u3001-\u312f\u3400-\u9fff\uff01-\uff9f]/u;

/** `chosen`: the composition that has just ended was of such letters. @typedef {{composing: boolean, sendAtEnd: boolean, shift: boolean, chosen: boolean}} Ime */
/** @typedef {"send" | "keep" | "none"} Decision `send` and `keep` (nothing more to do) both stop the browser's own newline */

/** @type {Ime} */
export const AT_REST = Object.freeze({ composing: false, sendAtEnd: false, shift: false, chosen: false });

/**
 * @typedef {object} KeyFacts
 * @property {string} key
 * @property {string} code
 * @property {number} keyCode
 * @property {boolean} isComposing
 * @property {boolean} shiftKey
 * @property {boolean} repeat
 */

/** @param {Ime} ime @param {KeyFacts} pressed @returns {[Ime, Decision]} */
export function keydown(ime, { key, code, keyCode, isComposing, shiftKey, repeat }) {
  const enter = key === "Enter" || code === "Enter" || code === "NumpadEnter";
  // Another key before the composition ended: the Enter before it did not end it.
  if (!enter) return [{ ...ime, sendAtEnd: false, shift: shiftKey, chosen: false }, "none"];
  const next = { ...ime, shift: shiftKey, chosen: false };
  if (shiftKey) return [next, "none"];
  if (repeat) return [next, "keep"];
  if (isComposing || ime.composing) return [{ ...next, sendAtEnd: true }, "none"];
  // 229 outside a composition is WebKit's late keydown of the Enter that has just ended it.
  if (keyCode === TAKEN && ime.chosen) return [next, "keep"];
  return keyCode === TAKEN || key === "Enter" ? [next, "send"] : [next, "none"];
}

/** @param {Ime} ime @returns {[Ime, Decision]} */
export const compositionstart = (ime) => [{ ...ime, composing: true }, "none"];

/** @param {Ime} ime @param {string} data what it put in @returns {[Ime, Decision]} */
export function compositionend(ime, data) {
  const chosen = CHOSEN.test(data);
  return [{ ...ime, composing: false, sendAtEnd: false, chosen }, ime.sendAtEnd && !chosen ? "send" : "none"];
}

/**
 * A line break is about to be put in. Without Shift it was an Enter no keydown told us of.
 * @param {Ime} ime @param {string} inputType
 * @returns {[Ime, Decision]}
 */
export function beforeinput(ime, inputType) {
  if (inputType !== "insertLineBreak" && inputType !== "insertParagraph") return [ime, "none"];
  if (ime.shift) return [ime, "none"];
  return ime.composing ? [{ ...ime, sendAtEnd: true }, "keep"] : [ime, "send"];
}
