/** What the page's own module says of sentences: a JSON list of texts in, a list of booleans out. */
import { readFileSync } from "node:fs";
import { learnWords, soundsLikeCrisis } from "../../static/js/call/crisis.js";

await learnWords(readFileSync(new URL("../../static/words/danger.txt", import.meta.url), "utf8"));
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(soundsLikeCrisis)));
