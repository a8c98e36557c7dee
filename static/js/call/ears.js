/** The page's one AudioContext, for reading levels; it never makes a sound. */
import { LevelMeter } from "./level-meter.js";

/** Breath and a quiet room stay below it, a soft voice does not. */
const AUDIBLE = 0.01;
/** Between the words of a sentence it is quiet for less than this. */
const HOLD_MS = 800;
/** As an eye follows a level. Asking at every frame costs a slow phone a third of its main thread. */
const LOOK_MS = 50;

export class Ears {
  /** @type {AudioContext | null} */
  #context = null;
  #visitor = new LevelMeter();
  #character = new LevelMeter();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #show;
  #report;
  #loudAt = 0;
  /** @type {boolean | null} */
  #hearing = null;

  /**
   * @param {(level: number) => void} show the visitor's loudness, twenty times a second, 0 to 1
   * @param {(report: {type: "microphone.level", hearing: boolean}) => void} report each change
   */
  constructor(show, report) {
    this.#show = show;
    this.#report = report;
  }

  /** After a press, so that the browser lets it run. Takes tens of milliseconds the first time. */
  wake() {
    if (typeof AudioContext === "undefined") return;
    this.#context ??= new AudioContext();
    this.#visitor.wake(this.#context);
    this.#character.wake(this.#context);
    this.#context.resume().catch(() => undefined);
  }

  /** @param {MediaStream | null} stream the microphone's; none after a visit */
  hear(stream) {
    this.#visitor.watch(stream);
    clearInterval(this.#timer);
    this.#show(0);
    this.#hearing = null;
    this.#loudAt = -HOLD_MS;
    if (stream) this.#timer = setInterval(this.#look, LOOK_MS);
    // A context that runs costs a phone's battery, and a kiosk's day and night, though nobody is there.
    else this.#context?.suspend().catch(() => undefined);
  }

  #look = () => {
    const level = this.#visitor.level();
    // Speech lies around 0.05; the root spreads soft voices over more of the scale.
    this.#show(Math.min(1, Math.sqrt(level ?? 0) * 2));
    if (level !== null) this.#judge(level, performance.now());
  };

  /** @param {number} level @param {number} now milliseconds */
  #judge(level, now) {
    if (level > AUDIBLE) this.#loudAt = now;
    const hearing = now - this.#loudAt < HOLD_MS;
    if (hearing === this.#hearing) return;
    this.#hearing = hearing;
    this.#report({ type: "microphone.level", hearing });
  }

  /** An ear for the loudspeaker. */
  get character() {
    return {
      /** @param {MediaStream | null} stream */
      watch: (stream) => this.#character.watch(stream),
      level: () => this.#character.level(),
    };
  }
}
