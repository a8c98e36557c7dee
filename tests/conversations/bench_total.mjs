/** What the panel of a hearing would say: its numbers and what was used come in as JSON, the sentence goes out. */
import { readFileSync } from "node:fs";
import { costOf } from "../../static/js/workbench/cost.js";
import { totalOf } from "../../static/js/workbench/total.js";

const { bench, tokens, ms } = JSON.parse(readFileSync(0, "utf8"));
console.log(totalOf({ count: 1, voice: costOf(tokens, bench.prices), ms }, bench));
