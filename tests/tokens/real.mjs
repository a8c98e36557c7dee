// Reads a JSON list of texts from stdin and writes the list of their real o200k token counts.
import { readFileSync } from "node:fs";
import { countTokens } from "../js/node_modules/gpt-tokenizer/esm/encoding/o200k_base.js";

const texts = JSON.parse(readFileSync(0, "utf8"));
const plain = { allowedSpecial: new Set(), disallowedSpecial: new Set() };
process.stdout.write(JSON.stringify(texts.map((text) => countTokens(text, plain))));
