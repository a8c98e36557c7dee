/** The visitor's microphone: asked for once a visit, kept over every change of call. */
import { platformOf } from "./mending.js";
/** @import { Microphone as Found } from "./types.d.ts" */

const WISHES = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** @type {ReadonlyMap<string, Found>} */
const FAILURES = new Map([
  ["NotAllowedError", "refused"],
  ["SecurityError", "insecure"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
]);

export class Microphone {
  /** @type {MediaStream | null} */
  #stream = null;
  #opening = 0;
  /** Chosen by the visitor; empty for the browser's own choice. */
  #device = "";
  /** @type {() => void} */
  #lost = () => undefined;

  /** @param {() => void} changed called when devices come or go */
  constructor(changed) {
    navigator.mediaDevices?.addEventListener("devicechange", changed);
  }

  /**
   * Ask for the microphone. The track starts disabled: nothing leaves the page before the call is live.
   * @param {() => void} lost called when the device goes away
   * @returns {Promise<MediaStream | Found>} the stream, or why there is none
   */
  async open(lost) {
    const ticket = ++this.#opening;
    this.#lost = lost;
    // Browsers hide it altogether on pages that are not secure.
    if (!navigator.mediaDevices?.getUserMedia) return "insecure";
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { ...WISHES, ...(this.#device ? { deviceId: this.#device } : {}) } });
      const track = stream.getAudioTracks()[0];
      if (ticket !== this.#opening || !track) {
        for (const each of stream.getTracks()) each.stop();
        return "none";
      }
      track.enabled = false;
      track.addEventListener("ended", lost, { once: true });
      if (isIos()) track.addEventListener("unmute", () => this.#renew(track), { once: true });
      this.#stream = stream;
      return stream;
    } catch (error) {
      return FAILURES.get(error instanceof DOMException ? error.name : "") ?? "busy";
    }
  }

  /**
   * iOS takes the microphone for a phone call and gives it back as a track that says it lives and is
   * silent for ever (WebKit bug 213853): only a new one carries sound.
   * @param {MediaStreamTrack | null} track
   */
  #renew(track) {
    if (!track || track !== this.track) return;
    track.stop();
    this.#lost();
  }

  /** Go over to another device, on the same call. @param {string} device */
  choose(device) {
    this.#device = device;
    this.#renew(this.track);
  }

  get track() {
    return this.#stream?.getAudioTracks()[0] ?? null;
  }

  /** @param {boolean} on false sends true silence; the call goes on */
  enable(on) {
    if (this.track) this.track.enabled = on;
  }

  /** Really give it back: the browser's recording mark goes out. */
  close() {
    this.#opening += 1;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }
}

const isIos = () => platformOf(navigator.userAgent ?? "", navigator.maxTouchPoints ?? 0) === "ios";
