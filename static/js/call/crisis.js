/**
 * Words that may mean someone is in danger: the third way to the help panel, beside the
 * character's own tool and the button. It works with the call down and asks nobody.
 *
 * The words themselves are published as `static/words/danger.txt`. They weigh too much for the way
 * in, so they come once a call is live; until then, and should they never come, the plainest of
 * them stand here.
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

/** The final consonants in the order of Unicode's syllables; the first is none. */
const FINALS = ["", ..."ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"];
const FIRST_SYLLABLE = 0xac00;

/**
 * 죽을래 as 주ㄱ으ㄹ래: an ending that begins with a consonant (ㄹ래, ㅆ으면) then looks the same after
 * every stem, so that stems and endings multiply instead of being listed in pairs.
 * @param {string} text
 */
const finalsApart = (text) => text.replace(/[가-힣]/gu, (syllable) => {
  const code = syllable.charCodeAt(0);
  const final = FINALS[(code - FIRST_SYLLABLE) % FINALS.length] ?? "";
  return final ? String.fromCharCode(code - FINALS.indexOf(final)) + final : syllable;
});

/**
 * A syllable taken apart is two letters: what repeats it or chooses it must hold both.
 * @param {string} pattern @param {string} flags
 */
function compile(pattern, flags) {
  const held = pattern
    .replace(/\[([가-힣ㄱ-ㅎ]+)\]/gu, (_, chosen) => `(?:${[...chosen].join("|")})`)
    .replace(/[가-힣](?=[?*+{])/gu, "(?:$&)");
  return new RegExp(finalsApart(held), flags);
}

/** @param {string} published the list as text: headed sections, one pattern a line @returns {Words} */
export function readWords(published) {
  /** @type {Map<string, string[]>} */
  const sections = new Map();
  /** @type {Map<string, string>} */
  const parts = new Map();
  let lines = /** @type {string[]} */ ([]);
  for (const line of published.split("\n")) {
    const heading = /^\[(\w+)\]/u.exec(line)?.[1];
    if (heading) sections.set(heading, (lines = []));
    else if (line && !line.startsWith("#")) {
      const whole = line.replace(/\{([a-z]+)\}/gu, (_, name) => `(?:${parts.get(name)})`);
      const part = /^([a-z]+) = (.+)$/u.exec(whole);
      if (part?.[1] && part[2]) parts.set(part[1], part[2]);
      else lines.push(whole);
    }
  }
  /** @param {string} name @param {string} flags */
  const patterns = (name, flags) => (sections.get(name) ?? []).map((line) => compile(line, flags));
  return {
    spellings: (sections.get("spellings") ?? []).map((line) => {
      const [written = "", looked = ""] = line.split(" => ");
      return [compile(written, "gu"), finalsApart(looked)];
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

/** Every pattern that a text is held against. @returns {readonly RegExp[]} */
export const knownPatterns = () => [
  ...known.spellings.map(([written]) => written), ...known.harmless, ...known.told, ...known.bare, ...known.signs,
];

/** @param {string} text what a visitor typed, or a transcript of what was said */
export function soundsLikeCrisis(text) {
  const said = finalsApart(text.normalize("NFC").toLowerCase().replace(/\s/gu, ""));
  let joined = said.replace(NOISE, "");
  for (const [written, looked] of known.spellings) joined = joined.replace(written, looked);
  for (const harmless of known.harmless) joined = joined.replace(harmless, "");
  const has = (/** @type {RegExp} */ pattern) => pattern.test(joined);
  return known.signs.some(has) || (known.bare.some(has) && !known.told.some((mark) => mark.test(said)));
}
