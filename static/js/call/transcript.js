/** What was said, as text to take along. Pure. */
import { inOrder, isShown } from "./captions.js";
/** @import { Caption } from "./types.d.ts" */

/** @param {readonly Caption[]} captions @param {Readonly<Record<string, string>>} words @returns {string} */
export function transcriptOf(captions, words) {
  const lines = inOrder(captions)
    .filter((caption) => isShown(caption) && caption.text)
    .map(({ speaker, text, progress }) => `${words[speaker] ?? ""}: ${text}${progress === "cut" ? " …" : ""}`);
  return `${words["transcript_head"] ?? ""}\n\n${lines.join("\n")}\n`;
}
