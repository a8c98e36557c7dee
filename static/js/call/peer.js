/**
 * One call: a peer connection with its data channel. Opened once, closed once.
 *
 * The offer is made while the secret is still on its way. Neither microphone nor loudspeaker is
 * attached here before the call is adopted. After `close()` nothing is heard of it any more.
 */
import { linkState } from "./link.js";
import { tellable } from "./offer.js";
/** @import { ClientEvent, Credentials, LinkState, Vitals } from "./types.d.ts" */

/** The server's hang-up takes a fraction of a second; after this it is not coming. */
const RELEASE_MS = 4_000;

/** Our provider's answer was not a call. */
export class CallRefused extends Error {
  /** @param {string} code of the provider's error envelope, or `realtime_unavailable` */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * @typedef {object} PeerReports
 * @property {(link: LinkState) => void} link
 * @property {() => void} opened the data channel opened: from here on the provider listens
 * @property {() => void} closed the data channel closed
 * @property {(message: unknown, arrivedAt: number) => void} message with its time on the page's clock
 */

export class Peer {
  #connection;
  #channel;
  #transceiver;
  #abort = new AbortController();
  #offer;
  #reports;
  /** @type {LinkState} */
  #link = "new";
  /** @type {MediaStream | null} */
  stream = null;

  /** @param {RTCPeerConnection} connection @param {boolean} voice @param {PeerReports} reports */
  constructor(connection, voice, reports) {
    this.#connection = connection;
    // Before the offer, or the offer has no place for it.
    this.#channel = connection.createDataChannel("oai-events");
    this.#transceiver = connection.addTransceiver("audio", { direction: voice ? "sendrecv" : "recvonly" });
    this.#reports = reports;
    this.#listen();
    this.#offer = this.#makeOffer();
    // Whoever connects awaits it; a call closed before that must not leave a rejection behind.
    this.#offer.catch(() => undefined);
  }

  get signal() {
    return this.#abort.signal;
  }

  #listen() {
    const { signal } = this.#abort;
    const connection = this.#connection;
    const reports = this.#reports;
    const changed = () => this.#look(false);
    connection.addEventListener("connectionstatechange", changed, { signal });
    connection.addEventListener("iceconnectionstatechange", changed, { signal });
    connection.addEventListener("track", ({ streams, track }) => {
      this.stream = streams[0] ?? new MediaStream([track]);
    }, { signal });
    this.#channel.addEventListener("message", ({ data, timeStamp }) => reports.message(data, timeStamp), { signal });
    this.#channel.addEventListener("open", () => reports.opened(), { signal });
    this.#channel.addEventListener("close", () => reports.closed(), { signal });
  }

  /** @param {boolean} again tell it also when nothing has changed */
  #look(again) {
    const link = linkState(this.#connection.connectionState, this.#connection.iceConnectionState);
    if (link === this.#link && !again) return;
    this.#link = link;
    this.#reports.link(link);
  }

  /** Tell how the call stands, changed or not. */
  check() {
    this.#look(true);
    if (this.#channel.readyState === "closed") this.#reports.closed();
  }

  /** What has arrived so far; null while nobody can tell. @returns {Promise<Vitals | null>} */
  async vitals() {
    const reports = [...(await this.#transceiver.receiver.getStats()).values()];
    const sound = reports.find(({ type }) => type === "inbound-rtp");
    const { selectedCandidatePairId: id } = reports.find(({ type }) => type === "transport") ?? {};
    const pair = reports.find((report) => report.id === id && id);
    // Firefox asks every five seconds or six (RFC 7675), too seldom to miss an answer by; it counts
    // no requests.
    const answers = pair?.requestsSent ? pair.responsesReceived : null;
    return sound ? { packets: sound.packetsReceived, energy: sound.totalAudioEnergy ?? null, answers, pair: id ?? "" } : null;
  }

  async #makeOffer() {
    await this.#connection.setLocalDescription();
    this.signal.throwIfAborted();
  }

  /**
   * Exchange the offer for an answer, straight with the provider.
   * @param {Credentials} credentials
   * @param {(callId: string) => void} located told of the call's id, if the provider tells it; also
   *   when this call was closed meanwhile, because the provider has it all the same
   */
  async connect({ secret, callsUrl }, located) {
    await this.#offer;
    // With the addresses found since it was made: a provider that looks for us from its side as well
    // finds us a round trip sooner. What is found later needs no telling, for we look for it.
    const body = tellable(this.#connection.localDescription?.sdp ?? "");
    const response = await fetch(callsUrl, {
      method: "POST", body, signal: this.signal,
      headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/sdp" },
    });
    const callId = response.headers.get("Location")?.split("/").at(-1);
    if (response.ok && callId) located(callId);
    const answer = await response.text();
    this.signal.throwIfAborted();
    // Checked first: an error fed to the connection would come back as a riddle about SDP.
    if (!response.ok) throw new CallRefused(errorCode(answer));
    await this.#connection.setRemoteDescription({ type: "answer", sdp: answer });
  }

  /** @param {MediaStreamTrack | null} track the microphone's; needs no new negotiation */
  attach(track) {
    this.#transceiver.sender.replaceTrack(track).catch(() => undefined);
  }

  /** @param {readonly ClientEvent[]} events */
  send(events) {
    if (this.#channel.readyState !== "open") return;
    for (const event of events) this.#channel.send(JSON.stringify(event));
  }

  /**
   * Let go after the goodbye: nothing is heard or said from now on, and the server hangs up. The
   * page closes only when that does not come.
   */
  release() {
    this.#abort.abort();
    this.attach(null);
    this.#channel.addEventListener("close", () => this.#connection.close());
    setTimeout(() => this.#connection.close(), RELEASE_MS);
  }

  close() {
    this.#abort.abort();
    this.#channel.close();
    this.#connection.close();
  }
}

/** @param {string} body */
function errorCode(body) {
  try {
    return `${JSON.parse(body).error.code || "realtime_unavailable"}`;
  } catch {
    return "realtime_unavailable";
  }
}
