/** The calls that are open now, by number: the current one, and perhaps one beside it. */
import { Refused } from "./api.js";
import { CallRefused, Peer } from "./peer.js";
import { readServerEvent } from "./server-events.js";
import { isFatal } from "./transitions/ending.js";
/** @import { ClientEvent, Conversation, Credentials, Report } from "./types.d.ts" */

/** The waits between tries to register a call: twice as long each time, a minute in all. */
const REGISTER_WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

export class Calls {
  /** @type {Map<number, Peer>} */
  #peers = new Map();
  #api;
  #clock;
  #createConnection;
  #send;

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./clock.js").Clock} clock
   * @param {() => RTCPeerConnection} createConnection
   * @param {(report: Report) => void} send
   */
  constructor(api, clock, createConnection, send) {
    this.#api = api;
    this.#clock = clock;
    this.#createConnection = createConnection;
    this.#send = send;
  }

  /** Make the connection and its offer. @param {number} call @param {boolean} voice */
  prepare(call, voice) {
    const peer = new Peer(this.#createConnection(), voice, {
      link: (link) => this.#send({ type: "call.link", call, link }),
      opened: () => this.#send({ type: "call.opened", call }),
      closed: () => this.#send({ type: "call.closed", call }),
      message: (message, arrivedAt) => {
        const event = readServerEvent(message, this.#clock.serverNow());
        if (event) this.#send({ ...event, call, arrivedAt });
      },
    });
    this.#peers.set(call, peer);
    return peer;
  }

  /** @param {number} call @param {Conversation} conversation @param {Credentials} credentials */
  connect(call, conversation, credentials) {
    return this.#connect(call, conversation, () => Promise.resolve(credentials));
  }

  /** Connect with a new secret; it and the offer are made side by side. @param {number} call @param {Conversation} conversation @param {boolean} voice @param {"reconnect" | "rollover"} cause */
  open(call, conversation, voice, cause) {
    if (!this.#peers.has(call)) this.prepare(call, voice);
    return this.#connect(call, conversation, (signal) => this.#api.renewSecret(conversation, cause, signal));
  }

  /** @param {number} call @param {Conversation} conversation @param {(signal: AbortSignal) => Promise<Credentials>} credentials */
  async #connect(call, conversation, credentials) {
    const peer = this.#peers.get(call);
    if (!peer) return;
    try {
      await peer.connect(await credentials(peer.signal), (callId) => void this.#register(conversation, callId));
    } catch (error) {
      if (peer.signal.aborted) return;
      const told = error instanceof Refused || error instanceof CallRefused;
      const code = told ? error.code : "realtime_unavailable";
      this.#send({ type: "call.failed", call, code, detail: error instanceof Refused ? error.detail : "" });
    }
  }

  /** The server hangs up only what it knows of, so also a call that was given up is told. @param {Conversation} conversation @param {string} callId */
  async #register(conversation, callId) {
    for (const wait of [...REGISTER_WAITS_MS, 0]) {
      try {
        return await this.#api.register(conversation, callId);
      } catch (error) {
        if (error instanceof Refused && isFatal(error.code)) return;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  /** @param {number} call */
  get(call) {
    return this.#peers.get(call);
  }

  /** @param {number} call @param {readonly ClientEvent[]} events */
  send(call, events) {
    this.#peers.get(call)?.send(events);
  }

  /** Say nothing more and wait for the server's hang-up. @param {number} call */
  release(call) {
    this.#peers.get(call)?.release();
    this.#peers.delete(call);
  }

  /** @param {number} call */
  close(call) {
    this.#peers.get(call)?.close();
    this.#peers.delete(call);
  }
}
