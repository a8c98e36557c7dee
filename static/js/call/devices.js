/** Which microphone hears and where he sounds, for who has more than one of them. */
import { make } from "../lib/dom.js";
import { isTalking } from "./facts.js";
/** @import { State } from "./types.d.ts" */

export class Devices {
  #root;

  /**
   * @param {HTMLElement} root a `details` with a list for each kind of device
   * @param {{choose: (device: string) => void}} microphone
   * @param {HTMLAudioElement} audio
   */
  constructor(root, microphone, audio) {
    this.#root = root;
    root.addEventListener("toggle", () => void this.#fill());
    root.addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLSelectElement)) return;
      if (target.dataset["device"] === "audioinput") microphone.choose(target.value);
      // Refused when the device has just gone: he sounds on where he did.
      else void audio.setSinkId(target.value).catch(() => undefined);
    });
    // Unknown to Safari before 26 and to Firefox on Android.
    if (!("setSinkId" in audio)) root.querySelector("[data-device=audiooutput]")?.closest("label")?.remove();
  }

  /**
   * Only who talks has been asked for the microphone, and before that devices have no names. On a
   * kiosk the choice of one visitor would be that of all who come after.
   * @param {State} state
   */
  show(state) {
    this.#root.hidden = !isTalking(state) || state.microphone !== "ready" || state.kiosk;
  }

  async #fill() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    for (const list of this.#root.querySelectorAll("select")) {
      const chosen = list.value;
      const kind = devices.filter((device) => device.kind === list.dataset["device"]);
      list.replaceChildren(...kind.map(({ deviceId, label }, n) => make("option", { value: deviceId }, [label || `${n + 1}`])));
      if (kind.some(({ deviceId }) => deviceId === chosen)) list.value = chosen;
    }
  }
}
