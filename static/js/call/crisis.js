/**
 * Words that may mean someone is in danger: the third way to the help panel, beside the
 * character's own tool and the button. It works with the call down and asks nobody.
 *
 * The words themselves are published as `static/words/danger.txt`. They weigh too much for the way
 * in, so they come with the visitor's first press; until then, and should they never come, the
 * plainest of them stand here.
 */

/**
 * @typedef {object} Words
 * @property {readonly [RegExp, string][]} spellings
 * @property {readonly RegExp[]} harmless taken out first
 * @property {readonly RegExp[]} told marks of laughter or a story, before which `bare` says little
 * @property {readonly RegExp[]} bare
 * @property {readonly RegExp[]} signs
 */

const PLAINEST = [
  "[signs]",
  "(?:죽|사라지|없어지|뛰어내리|뒤지)(?:어버리|어불)?고만?싶|죽(?:을래|을거|으려|고정)|자살|자해|유서|손목|목숨",
  "살(?:기싫|고싶지(?:가|는|도)?않)|때(?:려요|렸)|맞(?:았|고살)|폭행|협박|숨을?(?:안|못)쉬|의식이없|쓰러졌",
  "꽃밭(?:으로|에)(?:가고싶|데려)",
].join("\n");

/** Blanks, because speech recognition spaces as it likes, and drawn-out vowels (싶다ㅏㅏ). */
const NOISE = /[\s.,!?~…·'’"“”‘ㅏ-ㅣㅋ]/gu;

/** @param {string} published the list as text: headed sections, one pattern a line @returns {Words} */
export function readWords(published) {
  /** @type {Map<string, string[]>} */
  const sections = new Map();
  let lines = /** @type {string[]} */ ([]);
  for (const line of published.split("\n")) {
    const heading = /^\[(\w+)\]/u.exec(line)?.[1];
    if (heading) sections.set(heading, (lines = []));
    else if (line && !line.startsWith("#")) lines.push(line);
  }
  /** @param {string} name @param {string} flags */
  const patterns = (name, flags) => (sections.get(name) ?? []).map((line) => new RegExp(line, flags));
  return {
    spellings: (sections.get("spellings") ?? []).map((line) => {
      const [written = "", looked = ""] = line.split(" => ");
      return [new RegExp(written, "gu"), looked];
    }),
    harmless: patterns("harmless", "gu"), told: patterns("told", "u"),
    bare: patterns("bare", "u"), signs: patterns("signs", "u"),
  };
}

let known = readWords(PLAINEST);

/** Know the published words from now on; what is no list changes nothing. @param {string} published */
export function learnWords(published) {
  const words = readWords(published);
  if (words.signs.length) known = words;
}

/** @param {string} text what a visitor typed, or a transcript of what was said */
export function soundsLikeCrisis(text) {
  const said = text.normalize("NFC").toLowerCase().replace(/\s/gu, "");
  let joined = said.replace(NOISE, "");
  for (const [written, looked] of known.spellings) joined = joined.replace(written, looked);
  for (const harmless of known.harmless) joined = joined.replace(harmless, "");
  const has = (/** @type {RegExp} */ pattern) => pattern.test(joined);
  return known.signs.some(has) || (known.bare.some(has) && !known.told.some((mark) => mark.test(said)));
}
