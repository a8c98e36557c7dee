/**
 * Captions: what was said, ordered by item and not by arrival.
 *
 * The provider links each item to the one before it (`previous_item_id`), while deltas and
 * transcripts float freely. An entry may therefore exist before its place is known.
 */
/** @import { Caption } from "./types.d.ts" */

/** Items we put in ourselves to restore a memory; they are on the screen already. */
export const REPLAYED = "replay_";

/**
 * @param {readonly Caption[]} captions
 * @param {string} id
 * @param {Partial<Caption>} change
 * @returns {readonly Caption[]}
 */
function amend(captions, id, change) {
  if (id.startsWith(REPLAYED)) return captions;
  const known = captions.some((caption) => caption.id === id);
  if (known) return captions.map((caption) => (caption.id === id ? { ...caption, ...change } : caption));
  /** @type {Caption} */
  const fresh = { id, after: "", speaker: "none", text: "", progress: "pending", response: "" };
  return [...captions, { ...fresh, ...change }];
}

/** @param {readonly Caption[]} captions @param {string} id */
const find = (captions, id) => captions.find((caption) => caption.id === id);

/**
 * An item entered the conversation. Its place is believed once; later copies say less.
 * @param {readonly Caption[]} captions
 * @param {{item: string, after: string, speaker: Caption["speaker"], text: string}} placed
 */
export function place(captions, { item, after, speaker, text }) {
  const known = find(captions, item);
  return amend(captions, item, {
    after: known?.after || after,
    speaker: speaker === "none" ? (known?.speaker ?? "none") : speaker,
    ...(text && !known?.text ? { text, progress: "final" } : {}),
  });
}

/** What the visitor is heard to say, piece by piece. @param {readonly Caption[]} captions @param {string} id @param {string} delta */
export function hear(captions, id, delta) {
  return amend(captions, id, { speaker: "visitor", text: (find(captions, id)?.text ?? "") + delta });
}

/** The whole transcript of a visitor's turn; may be empty. @param {readonly Caption[]} captions @param {string} id @param {string} text */
export function transcribe(captions, id, text) {
  return amend(captions, id, { speaker: "visitor", text: text.trim(), progress: "final" });
}

/** @param {readonly Caption[]} captions @param {string} id */
export function failTranscript(captions, id) {
  return amend(captions, id, { speaker: "visitor", progress: "failed" });
}

/** @param {readonly Caption[]} captions @param {{item: string, response: string, delta: string}} said */
export function say(captions, { item, response, delta }) {
  const text = (find(captions, item)?.text ?? "") + delta;
  return amend(captions, item, { speaker: "character", response, text });
}

/** The final text, unless the visitor cut it off: then what was shown stays. @param {readonly Caption[]} captions @param {{item: string, response: string, text: string}} said */
export function sayAll(captions, { item, response, text }) {
  if (find(captions, item)?.progress === "cut") return captions;
  return amend(captions, item, { speaker: "character", response, text, progress: "final" });
}

/** Mark the words of a response, or of one item, as cut off. @param {readonly Caption[]} captions @param {{response?: string, item?: string}} which */
export function cut(captions, { response = "", item = "" }) {
  return captions.map((caption) =>
    caption.speaker === "character" &&
    ((response && caption.response === response) || (item && caption.id === item))
      ? { ...caption, progress: /** @type {const} */ ("cut") }
      : caption,
  );
}

/**
 * Entries in the order of the conversation. An entry whose predecessor is unknown stands where it
 * arrived; each other entry follows its predecessor.
 * @param {readonly Caption[]} captions
 * @returns {readonly Caption[]}
 */
export function inOrder(captions) {
  const ids = new Set(captions.map((caption) => caption.id));
  /** @type {Map<string, Caption[]>} */
  const followers = new Map();
  for (const caption of captions) {
    const leader = caption.after !== caption.id && ids.has(caption.after) ? caption.after : "";
    followers.set(leader, [...(followers.get(leader) ?? []), caption]);
  }
  /** @type {Caption[]} */
  const ordered = [];
  const waiting = [...(followers.get("") ?? [])].reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    ordered.push(next);
    waiting.push(...[...(followers.get(next.id) ?? [])].reverse());
  }
  return ordered;
}

/** Whether a caption has something to show. @param {Caption} caption */
export function isShown({ speaker, text, progress }) {
  if (speaker === "none") return false;
  return text !== "" || progress === "failed" || (speaker === "visitor" && progress === "pending");
}

/** The call they were made in is over: what is unfinished stays as it is, what is empty goes. @param {readonly Caption[]} captions @returns {readonly Caption[]} */
export function closeAll(captions) {
  return captions
    .filter((caption) => caption.text !== "" || caption.progress === "failed")
    .map((caption) => (caption.progress === "pending" ? { ...caption, progress: "cut" } : caption));
}
