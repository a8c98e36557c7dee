/**
 * Restoring a memory: the last turns as text for a new session.
 *
 * Legal in a new session are only `input_text` for the visitor and `output_text` for the character.
 */
import { REPLAYED, inOrder } from "./captions.js";
/** @import { Caption, ClientEvent } from "./types.d.ts" */

/** Hangul, kana and Chinese characters: at most about one token each in the provider's vocabulary. */
const SYLLABLE = /[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff]/gu;
/** Other letters come about four to a token; three leaves a margin. */
const LETTERS_PER_TOKEN = 3;
/** Role and separators of an item. */
const TOKENS_PER_ITEM = 4;

/** Tokens a text costs, on the safe (high) side. @param {string} text */
export function estimateTokens(text) {
  const syllables = text.match(SYLLABLE)?.length ?? 0;
  return TOKENS_PER_ITEM + syllables + Math.ceil((text.length - syllables) / LETTERS_PER_TOKEN);
}

/**
 * The turns to replay: the newest that fit, oldest first.
 * @param {readonly Caption[]} captions
 * @param {{maxTurns: number, maxTokens: number}} limits
 * @param {string} cutWords stand behind a sentence that was cut off
 * @returns {readonly {speaker: "visitor" | "character", text: string}[]}
 */
export function turnsToReplay(captions, { maxTurns, maxTokens }, cutWords) {
  /** @type {{speaker: "visitor" | "character", text: string}[]} */
  const turns = [];
  let left = maxTokens;
  for (const { speaker, text: shown, progress } of [...inOrder(captions)].reverse()) {
    if (speaker === "none" || !shown.trim()) continue;
    const text = progress === "cut" ? `${shown.trimEnd()}… ${cutWords}` : shown;
    const cost = estimateTokens(text);
    if (turns.length >= maxTurns || cost > left) break;
    left -= cost;
    turns.unshift({ speaker, text });
  }
  return turns;
}

/**
 * @param {ReturnType<typeof turnsToReplay>} turns
 * @param {number} call number of the new call; makes the ids unique
 * @returns {readonly ClientEvent[]}
 */
export function replayEvents(turns, call) {
  return turns.map(({ speaker, text }, index) => {
    const id = `${REPLAYED}${call}_${index}`;
    const [role, type] = speaker === "visitor" ? ["user", "input_text"] : ["assistant", "output_text"];
    return {
      type: "conversation.item.create",
      event_id: id,
      item: { id, type: "message", role, content: [{ type, text }] },
    };
  });
}

/** So much of a memory is still a memory. */
const KEPT_ITEMS = 4;

/**
 * Take the oldest part of a replay back: a session that holds many written turns of the character
 * may go on in writing only.
 * @param {number} call @param {number} replayed items it was given
 * @returns {readonly ClientEvent[]}
 */
export function shortenEvents(call, replayed) {
  return Array.from({ length: Math.max(0, replayed - KEPT_ITEMS) }, (_, index) => ({
    type: "conversation.item.delete", item_id: `${REPLAYED}${call}_${index}`,
  }));
}
