/**
 * The panel beside a draft that staff listen to: what goes over the wire, tools, tokens and cost.
 *
 * It listens where the browser itself carries the events, at the data channel, so the visitor's page
 * runs here exactly as it runs for visitors, and is no byte heavier for it. How long a talk lasts it
 * sees by the phase that the page shows.
 */
import { find } from "../lib/dom.js";
import { Bench } from "./bench.js";
import { EventFilter } from "./event-filter.js";
import { EventLog } from "./event-log.js";
import { Replies } from "./replies.js";
import { ToolPanel } from "./tool-panel.js";
import { tapDataChannels } from "./wire.js";
/** @import { Phase } from "../call/types.d.ts" */
/** @import { BenchConfig } from "./types.d.ts" */

const panel = find(document, "[data-bench]", HTMLElement);
const config = /** @type {BenchConfig} */ (JSON.parse(find(document, "#bench-config", HTMLScriptElement).text));

const part = (/** @type {string} */ name) => find(panel, `[data-bench-${name}]`, HTMLElement);
const filter = new EventFilter(
  part("log"), find(panel, "[data-bench-search]", HTMLInputElement), find(panel, "[data-bench-way]", HTMLSelectElement), part("copy"),
);
const replies = new Replies(part("replies"), part("total"), config);
const bench = new Bench([
  new EventLog(part("log"), config.words, filter),
  replies,
  new ToolPanel(part("calls"), config.words),
]);
const page = find(document, "main[data-phase]", HTMLElement);
new MutationObserver(() => replies.enter(/** @type {Phase} */ (page.dataset["phase"]), Date.now()))
  .observe(page, { attributeFilter: ["data-phase"] });
tapDataChannels(RTCPeerConnection.prototype, (entry) => bench.note(entry));
