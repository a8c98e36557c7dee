/**
 * Words that may mean someone is in danger: the third way to the help panel, beside the
 * character's own tool and the button. It works with the call down and asks nobody.
 *
 * What to look for is learned from labelled sentences (tests/danger) and published as
 * `static/words/danger.txt`: pieces of words, each with its weight. They weigh too much for the way
 * in, so they come once a call is live; until then, and should they never come, the plainest words
 * stand here.
 */

/** @typedef {{bias: number, weights: ReadonlyMap<string, number>}} Words */

const PLAINEST = /(?:죽|사라지|없어지|뛰어내리|뒤지)(?:어버리|어불)?고만?싶|죽(?:을래|을거|으려|고정)|자살|자해|유서|손목|목숨|살(?:기싫|고싶지(?:가|는|도)?않)|때(?:려요|렸)|맞(?:았|고살)|폭행|협박|숨을?(?:안|못)쉬|의식이없|쓰러졌|꽃밭(?:으로|에)(?:가고싶|데려)/u;

const PAUSE = /…|\.{2,}/gu;
const END = /[.!?\n]+/u;
/** Blanks and signs, because speech recognition puts them where it likes. */
const NOISE = /[\s,~·'’"“”‘()]+/gu;
/** English keeps its words apart. */
const BETWEEN_WORDS = /([a-z])\s+(?=[a-z])/gu;
const DRAWN_OUT = /(.)\1{2,}/gu;

const LONGEST_PIECE = 4;
/** A sentence of few pieces holds little evidence: this many that say nothing are added to each. */
const SILENT = 20;
/**
 * A sentence is looked at for itself, and one without an end (speech recognition sets no points) in
 * overlapping parts: a sign of danger must not drown among ordinary words.
 */
const PART = 40;
const STEP = 20;

/** The final consonants in the order of Unicode's syllables; the first is none. */
const FINALS = ["", ..."ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"];
const FIRST_SYLLABLE = 0xac00;

/**
 * 죽을래 as 주ㄱ으ㄹ래: an ending that begins with a consonant then looks the same behind every stem.
 * @param {string} text
 */
const finalsApart = (text) => text.replace(/[가-힣]/gu, (syllable) => {
  const code = syllable.charCodeAt(0);
  const final = FINALS[(code - FIRST_SYLLABLE) % FINALS.length] ?? "";
  return final ? String.fromCharCode(code - FINALS.indexOf(final)) + final : syllable;
});

/**
 * Line by line, with a breath after each: read in one go, it holds a slow phone up as he begins to speak.
 * @param {string} published a bias, then lines of a weight and the pieces that have it; `#` begins a remark
 * @returns {Promise<Words | null>} null when it is something else
 */
export async function readWords(published) {
  const [bias, ...lines] = published.trim().split("\n").filter((line) => !line.startsWith("# "));
  const weights = new Map();
  for (const line of lines) {
    const [weight, ...pieces] = line.split(" ");
    if (Number.isNaN(Number(weight))) return null;
    for (const piece of pieces) weights.set(piece, Number(weight));
    await new Promise((rested) => setTimeout(rested));
  }
  return Number.isFinite(Number(bias)) && weights.size > 0 ? { bias: Number(bias), weights } : null;
}

/** @type {Words | null} */
let known = null;

/** Know the published words from now on; what is no list changes nothing. @param {string} published */
export async function learnWords(published) {
  known = (await readWords(published)) ?? known;
  return known !== null;
}

/** @param {readonly string[]} letters of one part @param {Words} words */
function score(letters, { bias, weights }) {
  const pieces = new Set();
  for (let start = 0; start < letters.length; start += 1) {
    let piece = "";
    for (const letter of letters.slice(start, start + LONGEST_PIECE)) pieces.add((piece += letter));
  }
  let sum = 0;
  for (const piece of pieces) sum += weights.get(piece) ?? 0;
  return sum / Math.sqrt(pieces.size + SILENT) + bias;
}

/** The highest score of a sentence's parts. @param {string} sentence without blanks and signs @param {Words} words */
function dangerOf(sentence, words) {
  const letters = [...`^${finalsApart(sentence.replace(DRAWN_OUT, "$1$1"))}$`];
  let most = -Infinity;
  for (let start = 0; start === 0 || start < letters.length - STEP; start += STEP) {
    most = Math.max(most, score(letters.slice(start, start + PART), words));
  }
  return most;
}

/** @param {string} text what a visitor typed, or a transcript of what was said */
export function soundsLikeCrisis(text) {
  const words = known;
  const said = text.normalize("NFC").toLowerCase().replace(PAUSE, "").replace(BETWEEN_WORDS, "$1_");
  if (!words) return PLAINEST.test(said.replace(NOISE, ""));
  return said.split(END).map((sentence) => sentence.replace(NOISE, "")).some((sentence) => sentence && dangerOf(sentence, words) > 0);
}
