/** The calls that are open now, by number: the current one, and perhaps one beside it. */
import { Refused } from "./api.js";
import { CallRefused, Peer } from "./peer.js";
import { readServerEvent } from "./server-events.js";
/** @import { ClientEvent, Conversation, Credentials, Report } from "./types.d.ts" */

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
      closed: () => this.#send({ type: "call.closed", call }),
      message: (message) => {
        const event = readServerEvent(message, this.#clock.serverNow());
        if (event) this.#send({ ...event, call });
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
      const callId = await peer.connect(await credentials(peer.signal));
      if (callId) await this.#api.register(conversation, callId).catch(() => undefined);
    } catch (error) {
      if (peer.signal.aborted) return;
      const told = error instanceof Refused || error instanceof CallRefused;
      const code = told ? error.code : "realtime_unavailable";
      this.#send({ type: "call.failed", call, code, detail: error instanceof Refused ? error.detail : "" });
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
