/** Which events of the log are shown, and those as JSON to take along. */

export class EventFilter {
  #list;
  #search;
  #way;

  /** @param {HTMLElement} list @param {HTMLInputElement} search @param {HTMLSelectElement} way @param {HTMLElement} copy */
  constructor(list, search, way, copy) {
    this.#list = list;
    this.#search = search;
    this.#way = way;
    for (const control of [search, way]) control.addEventListener("input", () => this.#apply());
    copy.addEventListener("click", () => void navigator.clipboard?.writeText(this.#json()).catch(() => undefined));
  }

  /** Whether an event is among those asked for. @param {string} direction @param {string} json */
  shows(direction, json) {
    const way = this.#way.value;
    return (!way || way === direction) && json.toLowerCase().includes(this.#search.value.trim().toLowerCase());
  }

  #apply() {
    for (const row of this.#rows()) row.hidden = !this.shows(row.dataset["direction"] ?? "", jsonOf(row));
  }

  /** @returns {HTMLElement[]} */
  #rows() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.#list.querySelectorAll(":scope > li"))];
  }

  #json() {
    return `[${this.#rows().filter((row) => !row.hidden).map(jsonOf).join(",\n")}]`;
  }
}

/** @param {HTMLElement} row */
const jsonOf = (row) => row.querySelector("pre")?.textContent ?? "";
