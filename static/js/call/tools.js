/** What the character's tools do. Nothing it sends is believed unchecked. */
/** @import { ClientEvent, Flower, FunctionCall } from "./types.d.ts" */

/** A reason is one sentence; what is longer is not shown. */
const REASON_MAX = 200;

/** @param {string} text @returns {Map<string, unknown> | null} */
function parseArguments(text) {
  try {
    const parsed = /** @type {unknown} */ (JSON.parse(text || "{}"));
    return typeof parsed === "object" && parsed !== null ? new Map(Object.entries(parsed)) : null;
  } catch {
    return null;
  }
}

/**
 * @param {FunctionCall} call
 * @param {readonly Flower[]} flowers that may be given
 * @param {boolean} crisis flowers stop for the rest of a conversation with a crisis in it
 * @returns {{output: {ok: boolean, reason?: string, flower?: string}, flower?: Flower & {reason: string}, help?: true}}
 */
export function useTool(call, flowers, crisis) {
  const given = parseArguments(call.arguments);
  if (call.name === "open_crisis_help") return { output: { ok: true }, help: true };
  if (call.name !== "give_flower") return { output: { ok: false, reason: "unknown_tool" } };
  if (crisis) return { output: { ok: false, reason: "crisis" } };
  if (!given) return { output: { ok: false, reason: "bad_arguments" } };
  const flower = flowers.find(({ name }) => name === given.get("name"));
  if (!flower) return { output: { ok: false, reason: "unknown_flower" } };
  const said = given.get("reason");
  const reason = typeof said === "string" && said.length <= REASON_MAX ? said : "";
  return { output: { ok: true, flower: flower.name }, flower: { ...flower, reason } };
}

/** @param {string} callId @param {object} output @returns {ClientEvent} */
export function functionOutput(callId, output) {
  return {
    type: "conversation.item.create",
    item: { type: "function_call_output", call_id: callId, output: JSON.stringify(output) },
  };
}
