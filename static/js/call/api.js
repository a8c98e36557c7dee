/**
 * The one module that talks to our server.
 *
 * Callers see plain values and `Refused`; they never see a status or a header. Every call has a
 * time limit, because a fetch into a dead network hangs for as long as it likes.
 */
/** @import { Conversation, Credentials, EndReason, Feeling, House, Ledger, Phase, Usage } from "./types.d.ts" */

const PATIENCE_MS = 12_000;
/** Of what is asked again soon: when it hangs longer it hangs in a dead network. */
const SHORT_PATIENCE_MS = 3_000;

/** The server, or the network, said no. `detail` is a sentence fit to show, or empty. */
export class Refused extends Error {
  /** @param {string} code @param {string} detail */
  constructor(code, detail) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

/** @typedef {Readonly<Record<string, any>>} Answer */

export class Api {
  #paths;
  #clock;
  #credentials;
  #language;
  #beats = new AbortController();

  /**
   * @param {{status: string, conversations: string}} paths
   * @param {import("./clock.js").Clock} clock
   * @param {{kiosk_key: string | null, stamp: string}} credentials what the page begins with
   * @param {string} language the page's, in which a refusal is to be told
   */
  constructor(paths, clock, credentials, language) {
    this.#paths = paths;
    this.#clock = clock;
    this.#credentials = credentials;
    this.#language = language;
  }

  /** @returns {Promise<House>} */
  async status() {
    return this.house(await this.#call("GET", this.#paths.status, { patienceMs: SHORT_PATIENCE_MS }));
  }

  /** What the server says of the house, here or in the page itself. @param {Answer} answer @returns {House} */
  house(answer) {
    const opensInMs = answer["opens_at"] ? this.#clock.until(answer["opens_at"]) : null;
    return {
      open: answer["open"] === true && this.#admits(answer["last_admission_at"]),
      message: `${answer["message"] ?? ""}`,
      opensAt: `${answer["opens_at"] ?? ""}`, closesAt: `${answer["closes_at"] ?? ""}`,
      opensInMs: opensInMs !== null && opensInMs > 0 ? opensInMs : null, reachable: true,
      stamp: `${answer["stamp"] ?? ""}`,
    };
  }

  /** Shortly before closing the doors are open for those who are inside only. @param {unknown} lastAdmission */
  #admits(lastAdmission) {
    return typeof lastAdmission !== "string" || this.#clock.until(lastAdmission) > 0;
  }

  async begin() {
    const answer = await this.#call("POST", this.#paths.conversations, { body: this.#credentials });
    const turns = answer["turn_taking"] ?? {};
    const replay = answer["replay"] ?? {};
    /** @type {Conversation} */
    const conversation = {
      id: answer["id"], token: answer["token"],
      halfDuplex: turns["mode"] !== "barge-in", echoTailMs: turns["echo_tail_ms"] ?? 200,
      replay: {
        maxTurns: replay["max_turns"] ?? 20, maxTokens: replay["max_tokens"] ?? 2_000,
        instructions: replay["instructions"] ?? "",
      },
    };
    return {
      conversation, secret: `${answer["client_secret"].value}`, callsUrl: `${answer["calls_url"]}`,
      endsInMs: this.#clock.until(answer["ends_at"]),
      persona: answer["persona"]?.flowers ? answer["persona"] : null,
    };
  }

  /** @param {Conversation} conversation @param {"reconnect" | "rollover"} cause @param {AbortSignal} signal @returns {Promise<Credentials>} */
  async renewSecret(conversation, cause, signal) {
    const answer = await this.#call("POST", this.#of(conversation, "client-secrets"), {
      body: { cause }, token: conversation.token, signal,
    });
    return { secret: `${answer["client_secret"]["value"]}`, callsUrl: `${answer["calls_url"]}` };
  }

  /** From here on the server can hang up. @param {Conversation} conversation @param {string} callId */
  async register(conversation, callId) {
    await this.#call("PUT", this.#of(conversation, `calls/${encodeURIComponent(callId)}`), {
      token: conversation.token, patienceMs: SHORT_PATIENCE_MS,
    });
  }

  /** @param {Conversation} conversation @param {{phase: Phase, ledger: Ledger, usage: Usage}} body */
  async beat(conversation, body) {
    this.#beats = new AbortController();
    const { signal } = this.#beats;
    const answer = await this.#call("POST", this.#of(conversation, "heartbeat"), { body, token: conversation.token, signal });
    return {
      open: answer["open"] !== false, hangUp: answer["hang_up"] === true,
      endsInMs: this.#clock.until(answer["ends_at"]), message: `${answer["message"] ?? ""}`,
    };
  }

  /** Sent once; outlives the page. A heartbeat that it overtook would be refused. @param {Conversation} conversation @param {{reason: EndReason, ledger: Ledger, usage: Usage}} body */
  async end(conversation, body) {
    this.#beats.abort();
    await this.#call("POST", this.#of(conversation, "end"), { body, token: conversation.token, keepalive: true });
  }

  /** @param {Conversation} conversation @param {Feeling} feeling */
  async feel(conversation, feeling) {
    await this.#call("POST", this.#of(conversation, "feeling"), { body: { feeling }, token: conversation.token, keepalive: true });
  }

  /** @param {Conversation} conversation @param {string} rest */
  #of(conversation, rest) {
    return `${this.#paths.conversations}/${conversation.id}/${rest}`;
  }

  /**
   * @param {string} method @param {string} path
   * @param {{body?: object, token?: string, signal?: AbortSignal, keepalive?: boolean, patienceMs?: number}} options
   * @returns {Promise<Answer>}
   */
  async #call(method, path, { body, token, signal, keepalive = false, patienceMs = PATIENCE_MS } = {}) {
    const abort = new AbortController();
    const patience = setTimeout(() => abort.abort(), patienceMs);
    signal?.addEventListener("abort", () => abort.abort(), { once: true });
    try {
      const response = await fetch(path, {
        method, keepalive, signal: abort.signal, credentials: "omit",
        headers: {
          "Accept-Language": this.#language,
          ...(body ? { "Content-Type": "application/json" } : {}),
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      this.#clock.learn(response.headers.get("Date"));
      const answer = response.status === 204 ? {} : await response.json().catch(() => ({}));
      if (response.ok) return answer;
      throw new Refused(`${answer.code ?? "realtime_unavailable"}`, `${answer.detail ?? ""}`);
    } catch (error) {
      throw error instanceof Refused ? error : new Refused("network", "");
    } finally {
      clearTimeout(patience);
    }
  }
}
