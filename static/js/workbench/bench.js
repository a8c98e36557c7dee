/** Hands each thing that happened to every part of the panel. */
/** @import { Entry, Part } from "./types.d.ts" */

export class Bench {
  #parts;

  /** @param {readonly Part[]} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {Entry} entry */
  note(entry) {
    for (const part of this.#parts) part.note(entry);
  }
}
