/** Each call of a tool: its name, its arguments, and what the page gave back. */
import { fill, toolCallsOf } from "./cost.js";
import { kindOf } from "./event-log.js";
/** @import { Entry, Fields } from "./types.d.ts" */

/** @param {string} text JSON, or what came instead */
function laidOut(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

export class ToolPanel {
  #list;
  #words;
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();

  /** @param {HTMLElement} list @param {Readonly<Record<string, string>>} words */
  constructor(list, words) {
    this.#list = list;
    this.#words = words;
  }

  /** @param {Entry} entry */
  note({ direction, event }) {
    if (direction === "received" && kindOf(event) === "response.done") {
      for (const { id, name, arguments: given } of toolCallsOf(event)) this.#called(id, name, given);
    }
    const item = /** @type {Fields} */ (event["item"] ?? {});
    if (direction === "sent" && item["type"] === "function_call_output") {
      this.#answered(`${item["call_id"]}`, `${item["output"]}`);
    }
  }

  /** @param {string} id @param {string} name @param {string} given */
  #called(id, name, given) {
    const row = document.createElement("li");
    row.dataset["tool"] = name;
    const title = document.createElement("strong");
    title.textContent = fill(this.#words["called"] ?? "", { name });
    const values = document.createElement("pre");
    values.textContent = laidOut(given);
    row.append(title, values);
    this.#list.append(row);
    this.#rows.set(id, row);
  }

  /** @param {string} id @param {string} output */
  #answered(id, output) {
    const row = this.#rows.get(id);
    if (!row) return;
    const title = document.createElement("small");
    title.textContent = this.#words["answered"] ?? "";
    const values = document.createElement("pre");
    values.textContent = laidOut(output);
    row.append(title, values);
  }
}
