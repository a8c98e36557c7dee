/**
 * Jeju words in a caption, with what they mean.
 *
 * A word is found at the beginning of a written word, longest first, and may carry particles:
 * 꼿이, 꼿을, 혼저예. What is spelled like an ordinary Korean word (막, 보름, 속다) is explained only
 * in company: when something else in the same text is surely Jeju speech.
 */
/** @import { GlossRow } from "./types.d.ts" */

/** @typedef {{text: string, meaning: string, english: string}} Segment a plain one has no meaning */

/** Spelled alike in standard Korean, where they mean something else or nothing special. */
const ORDINARY = new Set([
  "가심", "경", "고장", "골다", "궂다", "기", "기여", "낭", "막", "모심", "몰", "무사", "무신", "벗", "벨", "보말", "보름",
  "삼춘", "생이", "성", "소도리", "속다", "심다", "아시", "애끼다", "얼다", "영", "오름", "올레", "이디", "이레", "잘도", "저들다",
]);
/** Given names too: with a particle they may be somebody. */
const NAMES = new Set(["하영", "보말", "바당"]);

/** Longest first, so that the whole ending is read as one. */
const PARTICLES = [
  "이우다", "이주게", "이라고", "이라는", "이에요", "에서", "에게", "한테", "이랑", "으로", "까지", "부터", "보다", "처럼", "마다",
  "조차", "밖에", "마씸", "마씀", "이야", "예요", "이요", "라는", "라고", "이주", "하고", "들", "이", "가", "은", "는", "을", "를",
  "의", "에", "와", "과", "랑", "도", "만", "로", "나", "야", "양", "예", "요", "게", "주",
].join("|");
/** What may stand between a word and the next blank or sign. */
const TAIL = `(?=(?:들)?(?:${PARTICLES})?(?:도|는|은|만|요|의|예|양|마씸)?(?![\\p{L}\\p{N}]))`;
const BARE = "(?![\\p{L}\\p{N}]|\\s+(?:씨|님|선생|언니|오빠|누나|형))";
/** Endings no standard sentence has. */
const JEJU_ENDING = /\p{L}(?:수다|쿠다|우꽈|우과|수과|수꽈|쿠과|읍서|[갑맙봅옵줍합헙]서|마씸|읍디가|암시냐|엄시냐)(?![\p{L}])/u;

/** @param {string} form */
const bareForm = (form) => form.replace(/[?!.~]+$/u, "").trim();
/** @param {string} text */
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");

/**
 * @param {readonly GlossRow[]} rows
 * @returns {(text: string) => readonly Segment[]} splits a text
 */
export function makeGloss(rows) {
  /** @type {Map<string, Segment>} */
  const meanings = new Map();
  for (const { phrase, old_spelling: old, standard_korean: meaning, english = "" } of rows) {
    for (const form of [phrase, old]) {
      const bare = bareForm(form ?? "");
      // Shown as it is spelled today, for recognisers and readers alike.
      if (bare && meaning && !meanings.has(bare)) meanings.set(bare, { text: bareForm(phrase), meaning, english });
    }
  }
  if (!meanings.size) return (text) => [plain(text)];
  const forms = [...meanings.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:(${forms.map(escape).join("|")})${TAIL})`, "gu");
  return (text) => split(text, pattern, meanings);
}

/** @param {string} text @returns {Segment} */
const plain = (text) => ({ text, meaning: "", english: "" });

/** @param {string} text @param {RegExp} pattern @param {ReadonlyMap<string, Segment>} meanings */
function split(text, pattern, meanings) {
  const found = [...text.matchAll(pattern)].map((match) => ({ word: match[1] ?? "", at: match.index }));
  const bare = new RegExp(BARE, "uy");
  const sure = (/** @type {{word: string, at: number}} */ { word, at }) => {
    if (ORDINARY.has(word)) return false;
    bare.lastIndex = at + word.length;
    return !NAMES.has(word) || bare.test(text);
  };
  const company = JEJU_ENDING.test(text) || found.some(sure);
  /** @type {Segment[]} */
  const segments = [];
  let end = 0;
  for (const each of found) {
    if (!company && !sure(each)) continue;
    if (each.at > end) segments.push(plain(text.slice(end, each.at)));
    segments.push(/** @type {Segment} */ (meanings.get(each.word)));
    end = each.at + each.word.length;
  }
  if (end < text.length) segments.push(plain(text.slice(end)));
  return segments;
}
