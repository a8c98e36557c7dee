/**
 * What the provider says on the data channel, in our words.
 *
 * Unknown types, unknown fields and malformed messages are nobody's: the answer is null, never an
 * exception. Field names are looked up defensively because the network wrote them.
 */
/** @import { Caption, FunctionCall, ServerEvent, Usage } from "./types.d.ts" */

/** @typedef {Readonly<Record<string, unknown>>} Fields */

/** @param {unknown} value @returns {Fields} */
const fields = (value) => (typeof value === "object" && value !== null ? /** @type {Fields} */ (value) : {});
/** @param {unknown} value @returns {string} */
const text = (value) => (typeof value === "string" ? value : "");
/** @param {unknown} value @returns {number} */
const whole = (value) => (typeof value === "number" && value > 0 ? Math.round(value) : 0);
/** @param {unknown} value @returns {readonly Fields[]} */
const list = (value) => (Array.isArray(value) ? value.map(fields) : []);

/** @param {Fields} item @returns {Caption["speaker"]} */
function speakerOf(item) {
  if (item["type"] !== "message") return "none";
  if (item["role"] === "user") return "visitor";
  return item["role"] === "assistant" ? "character" : "none";
}

/** @param {Fields} event @returns {ServerEvent} */
function placed(event) {
  const item = fields(event["item"]);
  const content = list(item["content"]);
  const words = content.map((part) => text(part["text"]) || text(part["transcript"])).join("");
  return {
    type: "server.item", item: text(item["id"]), after: text(event["previous_item_id"]),
    speaker: speakerOf(item), text: words,
  };
}

/** @param {Fields} response @returns {Usage} */
function usageOf(response) {
  const usage = fields(response["usage"]);
  const input = fields(usage["input_token_details"]);
  const cached = fields(input["cached_tokens_details"]);
  const output = fields(usage["output_token_details"]);
  return {
    text_in: whole(input["text_tokens"]), text_cached: whole(cached["text_tokens"]),
    text_out: whole(output["text_tokens"]), audio_in: whole(input["audio_tokens"]),
    audio_cached: whole(cached["audio_tokens"]), audio_out: whole(output["audio_tokens"]),
  };
}

/** @param {Fields} event @returns {ServerEvent} */
function responseDone(event) {
  const response = fields(event["response"]);
  const output = list(response["output"]);
  /** @type {FunctionCall[]} */
  const calls = output
    .filter((item) => item["type"] === "function_call")
    .map((item) => ({
      callId: text(item["call_id"]), name: text(item["name"]), arguments: text(item["arguments"]),
    }));
  return {
    type: "server.response-done", response: text(response["id"]), status: text(response["status"]),
    code: text(fields(fields(response["status_details"])["error"])["code"]),
    calls, hasMessage: output.some((item) => item["type"] === "message"), usage: usageOf(response),
  };
}

/** A session lives an hour at most, whatever a wrong clock makes of it. */
const SESSION_MAX_MS = 3_600_000;

/** @param {Fields} session @param {number} now @returns {number} milliseconds left; 0 when not known */
function expiresIn(session, now) {
  const at = whole(session["expires_at"]);
  return at ? Math.min(Math.max(at * 1000 - now, 0), SESSION_MAX_MS) : 0;
}

/** @param {Fields} event @returns {{response: string, item: string}} */
const source = (event) => ({ response: text(event["response_id"]), item: text(event["item_id"]) });

/** @type {ReadonlyMap<string, (event: Fields, now: number) => ServerEvent>} */
const READERS = new Map(/** @type {[string, (event: Fields, now: number) => ServerEvent][]} */ ([
  ["session.created", (e, now) => ({ type: "server.session", expiresInMs: expiresIn(fields(e["session"]), now) })],
  ["conversation.item.added", placed],
  ["conversation.item.created", placed],
  ["input_audio_buffer.speech_started", () => ({ type: "server.speech-started" })],
  ["input_audio_buffer.speech_stopped", () => ({ type: "server.speech-stopped" })],
  ["input_audio_buffer.committed", (e) => ({ type: "server.committed", item: text(e["item_id"]), after: text(e["previous_item_id"]) })],
  ["conversation.item.input_audio_transcription.delta", (e) => ({ type: "server.heard", item: text(e["item_id"]), delta: text(e["delta"]) })],
  ["conversation.item.input_audio_transcription.completed", (e) => ({ type: "server.transcribed", item: text(e["item_id"]), text: text(e["transcript"]) })],
  ["conversation.item.input_audio_transcription.failed", (e) => ({ type: "server.transcription-failed", item: text(e["item_id"]) })],
  ["conversation.item.truncated", (e) => ({ type: "server.truncated", item: text(e["item_id"]) })],
  ["response.created", (e) => ({ type: "server.response-created", response: text(fields(e["response"])["id"]) })],
  ["response.done", responseDone],
  ["response.output_audio_transcript.delta", (e) => ({ type: "server.said", ...source(e), delta: text(e["delta"]) })],
  ["response.output_text.delta", (e) => ({ type: "server.said", ...source(e), delta: text(e["delta"]) })],
  ["response.output_audio_transcript.done", (e) => ({ type: "server.said-all", ...source(e), text: text(e["transcript"]) })],
  ["response.output_text.done", (e) => ({ type: "server.said-all", ...source(e), text: text(e["text"]) })],
  ["output_audio_buffer.started", (e) => ({ type: "server.sound-started", response: text(e["response_id"]) })],
  ["output_audio_buffer.stopped", (e) => ({ type: "server.sound-stopped", response: text(e["response_id"]) })],
  ["output_audio_buffer.cleared", (e) => ({ type: "server.sound-stopped", response: text(e["response_id"]) })],
  ["error", (e) => {
    const error = fields(e["error"]);
    return { type: "server.error", code: text(error["code"]), eventId: text(error["event_id"]) };
  }],
]));

/**
 * @param {unknown} message text of one data-channel message
 * @param {number} now milliseconds since 1970, by the server's clock
 * @returns {ServerEvent | null}
 */
export function readServerEvent(message, now) {
  if (typeof message !== "string") return null;
  try {
    const event = fields(JSON.parse(message));
    return READERS.get(text(event["type"]))?.(event, now) ?? null;
  } catch {
    return null;
  }
}
