/** The visitor's microphone: asked for once a visit, kept over every change of call. */
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
    // Browsers hide it altogether on pages that are not secure.
    if (!navigator.mediaDevices?.getUserMedia) return "insecure";
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: WISHES });
      const track = stream.getAudioTracks()[0];
      if (ticket !== this.#opening || !track) {
        for (const each of stream.getTracks()) each.stop();
        return "none";
      }
      track.enabled = false;
      track.addEventListener("ended", lost, { once: true });
      this.#stream = stream;
      return stream;
    } catch (error) {
      return FAILURES.get(error instanceof DOMException ? error.name : "") ?? "busy";
    }
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
