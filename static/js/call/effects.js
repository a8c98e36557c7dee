/** Effects of the machine, carried out: each is one call of one edge; answers come back as events. */
import { Refused } from "./api.js";
/** @import { Effect, Report } from "./types.d.ts" */

/**
 * @typedef {object} Edges
 * @property {import("./api.js").Api} api
 * @property {import("./calls.js").Calls} calls
 * @property {import("./microphone.js").Microphone} microphone
 * @property {import("./speaker.js").Speaker} speaker
 * @property {import("./timers.js").Timers} timers
 * @property {import("./stall.js").StallWatch} stall
 * @property {{wake: () => void, hear: (stream: MediaStream | null) => void}} ears
 * @property {(stamp: string, home: boolean) => void} renew
 * @property {(report: Report) => void} send
 */

/** @param {Edges} edges @returns {(effect: Effect) => void} */
export function effectRunner({ api, calls, microphone, speaker, timers, stall, ears, renew, send }) {
  /** @param {unknown} error */
  const problem = (error) => ({
    code: error instanceof Refused ? error.code : "realtime_unavailable",
    detail: error instanceof Refused ? error.detail : "",
  });

  /** @param {number} visit */
  async function openMicrophone(visit) {
    const found = await microphone.open(() => send({ type: "microphone.lost", visit }));
    if (typeof found === "string") {
      if (found !== "none") send({ type: "microphone.failed", visit, reason: found });
      return;
    }
    ears.hear(found);
    send({ type: "microphone.ready", visit });
  }

  /** @param {number} visit */
  async function begin(visit) {
    try {
      send({ type: "conversation.begun", visit, ...(await api.begin()) });
    } catch (error) {
      send({ type: "conversation.refused", visit, ...problem(error) });
    }
  }

  /** @param {Extract<Effect, {type: "conversation.heartbeat"}>} effect */
  async function heartbeat({ conversation, phase, ledger, usage }) {
    const { id } = conversation;
    try {
      send({ type: "conversation.beat", id, ...(await api.beat(conversation, { phase, ledger, usage })) });
    } catch (error) {
      send({ type: "conversation.gone", id, ...problem(error) });
    }
  }

  async function askHouse() {
    try {
      send({ type: "house.status", house: await api.status() });
    } catch {
      send({ type: "house.unknown" });
    }
  }

  /** @param {number} call */
  function adopt(call) {
    const peer = calls.get(call);
    peer?.attach(microphone.track);
    speaker.play(peer?.stream ?? null);
  }

  return (effect) => {
    switch (effect.type) {
      case "microphone.open": return void openMicrophone(effect.visit);
      case "microphone.enable":
        microphone.enable(effect.on);
        return effect.on ? undefined : send({ type: "microphone.closed" });
      case "microphone.close": ears.hear(null); return microphone.close();
      case "speaker.wake": ears.wake(); return speaker.wake();
      case "speaker.hush": return speaker.hush(effect.on);
      case "speaker.await-quiet": return speaker.awaitQuiet(effect);
      case "speaker.stop": return speaker.stop();
      case "house.ask": return void askHouse();
      case "page.renew": return renew(effect.stamp, effect.home);
      case "conversation.begin": return void begin(effect.visit);
      case "conversation.heartbeat": return void heartbeat(effect);
      case "conversation.end": {
        const { conversation, reason, ledger, usage } = effect;
        // A goodbye that does not arrive is made up for by the server's own sweep.
        return void api.end(conversation, { reason, ledger, usage }).catch(() => undefined);
      }
      // One tap that is lost with the line is no loss to the visitor.
      case "conversation.feeling": return void api.feel(effect.conversation, effect.feeling).catch(() => undefined);
      case "call.prepare": return void calls.prepare(effect.call, effect.voice);
      case "call.connect": return void calls.connect(effect.call, effect.conversation, effect.credentials);
      case "call.open": return void calls.open(effect.call, effect.conversation, effect.voice, effect.cause);
      case "call.adopt": return adopt(effect.call);
      case "call.attach": return calls.get(effect.call)?.attach(microphone.track);
      case "call.watch": return stall.watch(effect, calls.get(effect.call));
      case "call.check": return calls.get(effect.call)?.check();
      case "call.release": return calls.release(effect.call);
      case "call.close": return calls.close(effect.call);
      case "call.send": return calls.send(effect.call, effect.events);
      case "timer.start": return timers.start(effect.name, effect.ms);
      case "timer.cancel": return timers.cancel(effect.name);
      case "timer.cancel-all": return timers.cancelAll();
    }
  };
}
