/** The page's one AudioContext, for reading levels; it never makes a sound. */
import { LevelMeter } from "./level-meter.js";

export class Ears {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {LevelMeter | null} */
  #visitor = null;
  /** @type {LevelMeter | null} */
  #character = null;
  #frame = 0;
  #show;

  /** @param {(level: number) => void} show the visitor's loudness, once a frame, 0 to 1 */
  constructor(show) {
    this.#show = show;
  }

  /** Inside a click, so that the browser lets it run. */
  wake() {
    if (typeof AudioContext === "undefined") return;
    this.#context ??= new AudioContext();
    this.#visitor ??= new LevelMeter(this.#context);
    this.#character ??= new LevelMeter(this.#context);
    this.#context.resume().catch(() => undefined);
  }

  /** @param {MediaStream | null} stream the microphone's */
  hear(stream) {
    this.#visitor?.watch(stream);
    cancelAnimationFrame(this.#frame);
    this.#show(0);
    if (stream) this.#frame = requestAnimationFrame(this.#draw);
  }

  #draw = () => {
    // Speech lies around 0.05; the root spreads soft voices over more of the scale.
    this.#show(Math.min(1, Math.sqrt(this.#visitor?.level() ?? 0) * 2));
    this.#frame = requestAnimationFrame(this.#draw);
  };

  /** An ear for the loudspeaker. */
  get character() {
    return {
      /** @param {MediaStream | null} stream */
      watch: (stream) => this.#character?.watch(stream),
      level: () => this.#character?.level() ?? null,
    };
  }
}
