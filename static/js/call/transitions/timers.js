/** What happens when a timer runs out. */
import { isLost, isMending, isResting, isTalking } from "../facts.js";
import { add } from "../ledger.js";
import { shortenEvents } from "../replay.js";
import { request, send } from "../responses.js";
import { connectFailed } from "./starting.js";
import { HOUSE_EVERY_MS, limit, part, rest } from "./ending.js";
import { openGate, overdue } from "./floor.js";
import { abandon, lose, next } from "./healing.js";
import { stopWaiting } from "./typing.js";
/** @import { Effect, EventOf, State, Step } from "../types.d.ts" */

const HOUSE_LOST_MS = 3_000;
const HEARTBEAT_MS = 15_000;
/** The doors open on the second; a moment later the server says so too. */
const OPENING_MARGIN_MS = 500;

/** @param {State} state @param {EventOf<"timer.fired">} event @returns {Step} */
export function fired(state, { name, at }) {
  switch (name) {
    case "house": {
      /** @type {Effect} */
      const again = { type: "timer.start", name, ms: houseDelay(state) };
      return [state, isResting(state) ? [{ type: "house.ask" }, again] : [again]];
    }
    case "heartbeat": {
      const { conversation, phase, ledger, usage } = state;
      if (!conversation) return [state, []];
      return [state, [
        { type: "conversation.heartbeat", conversation, phase, ledger, usage },
        { type: "timer.start", name, ms: HEARTBEAT_MS },
      ]];
    }
    case "connect":
      return connectFailed(state, { code: "realtime_unavailable", detail: "" });
    case "attempt":
      return abandon(state);
    case "next-attempt":
      return next(state);
    case "rollover":
      // Also while a call is mended: the old one may come back, and is no younger then.
      return [{ ...state, rolloverDue: isTalking(state) || isMending(state) }, []];
    case "goodbye":
      return [state.goodbye === "none" ? { ...state, goodbye: "due" } : state, []];
    case "limit":
      return limit(state);
    case "tail":
      return openGate(state);
    case "gate":
      return overdue(state);
    case "awaiting":
      return askForAnswer(state);
    case "response":
      // A call that takes a request and says nothing more is no better than one that is gone.
      return lose(state, at, "no_answer");
    case "held":
      return stopWaiting(state);
    case "silent":
      return silent(state);
    case "unheard":
    case "absent":
      return [{ ...state, notice: name }, []];
    case "away":
      return part(state, "page_left");
    case "given-up":
      return part(state, "failed");
    case "rest":
    case "abroad":
      return rest(state);
  }
}

/** @param {State} state */
function houseDelay(state) {
  const opensInMs = state.house?.opensInMs ?? null;
  const most = isLost(state) ? HOUSE_LOST_MS : HOUSE_EVERY_MS;
  return opensInMs === null ? most : Math.max(1_000, Math.min(most, opensInMs + OPENING_MARGIN_MS));
}

/** The visitor's turn is over and no answer begins by itself: ask for it. @param {State} state @returns {Step} */
function askForAnswer(state) {
  const [responses, events] = request(state.responses, {});
  return [{ ...state, responses, turn: { ...state.turn, awaiting: false } }, send(state.call, events)];
}

/** A reply came without sound: ask for it again, once; the first one after a replay with a shorter memory. @param {State} state @returns {Step} */
function silent(state) {
  if (!state.turn.silent || !isTalking(state)) return [state, []];
  const next = {
    ...state, turn: { ...state.turn, silent: "" }, ledger: add(state.ledger, { silent_replies: 1 }),
  };
  if (state.silentAsked) return [next, []];
  const [responses, events] = request(state.responses, { output_modalities: ["audio"] });
  const shorter = state.turn.sounded ? [] : shortenEvents(state.call, state.replayed);
  const replayed = state.replayed - shorter.length;
  return [{ ...next, silentAsked: true, responses, replayed }, send(state.call, [...shorter, ...events])];
}
