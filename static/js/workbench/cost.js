/** What one reply read and said, in tokens and in dollars. Pure. */
/** @import { Fields, Prices, Tokens, ToolCall } from "./types.d.ts" */

const MILLION = 1_000_000;

/** @param {unknown} value @returns {Fields} */
const fields = (value) => (typeof value === "object" && value !== null ? /** @type {Fields} */ (value) : {});
/** @param {unknown} value */
const whole = (value) => (typeof value === "number" && value > 0 ? Math.round(value) : 0);

/** @param {Fields} event `response.done` @returns {Tokens} */
export function tokensOf(event) {
  const usage = fields(fields(event["response"])["usage"]);
  const read = fields(usage["input_token_details"]);
  const cached = fields(read["cached_tokens_details"]);
  const said = fields(usage["output_token_details"]);
  return {
    text_in: whole(read["text_tokens"]), text_cached: whole(cached["text_tokens"]),
    text_out: whole(said["text_tokens"]), audio_in: whole(read["audio_tokens"]),
    audio_cached: whole(cached["audio_tokens"]), audio_out: whole(said["audio_tokens"]),
  };
}

/**
 * Cached tokens are counted inside the input and cost less, so they are taken out of it first.
 * @param {Tokens} tokens @param {Prices} prices @returns {number} US dollars
 */
export function costOf(tokens, prices) {
  const fresh = (/** @type {number} */ all, /** @type {number} */ cached) => Math.max(0, all - cached);
  return (
    fresh(tokens.text_in, tokens.text_cached) * prices.text_in + tokens.text_cached * prices.text_cached +
    fresh(tokens.audio_in, tokens.audio_cached) * prices.audio_in + tokens.audio_cached * prices.audio_cached +
    tokens.text_out * prices.text_out + tokens.audio_out * prices.audio_out
  ) / MILLION;
}

/** @param {Fields} event `response.done` @returns {readonly ToolCall[]} */
export function toolCallsOf(event) {
  const output = fields(event["response"])["output"];
  return (Array.isArray(output) ? output : []).map(fields)
    .filter((item) => item["type"] === "function_call")
    .map((item) => ({ id: `${item["call_id"] ?? ""}`, name: `${item["name"] ?? ""}`, arguments: `${item["arguments"] ?? ""}` }));
}

/** Fill `{name}` in a sentence. @param {string} sentence @param {Readonly<Record<string, string | number>>} values */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? `${values[name]}` : whole));
}
