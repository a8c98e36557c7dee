/**
 * The garden moves: flowers lean to who speaks and open with the voice, the lantern answers his.
 *
 * Everything goes through `rotate`, `scale` and `opacity`, which the compositor carries between
 * two looks at the levels; the page's own thread is asked eight times a second, and not at all
 * while nobody speaks or nobody looks.
 */
import { floorOf, isTalking } from "../call/facts.js";
import { Growth } from "./growth.js";
import { flowerAt, follow, poseOf, shareOf } from "./pose.js";
/** @import { State } from "../call/types.d.ts" */
/** @import { Pose } from "./pose.js" */

const TICK_MS = 125;
/** Longer than a tick, so that one movement runs into the next. */
const GROW_MS = 160;
/** Where he stands and where the visitor is, and how many flowers are seen: the style sheet's. */
const NARROW = { keeper: 0.56, visitor: 0.5, flowers: 12 };
const WIDE = { keeper: 0.67, visitor: 0.22, flowers: 16 };

export class Scene {
  #flowers;
  #light;
  #pulse;
  #levels;
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  #wide = matchMedia("(min-width: 60rem) and (min-aspect-ratio: 1)");
  /** @type {Pose} */
  #pose = poseOf("idle", "");
  #level = 0;
  #timer = 0;
  #talking = false;

  /**
   * @param {Document} document
   * @param {{visitor: () => number, character: () => number | null}} levels his as loudness, the
   *   visitor's as a share of the scale
   */
  constructor(document, levels) {
    const all = (/** @type {string} */ name, /** @type {ParentNode} */ root = document) =>
      /** @type {HTMLElement[]} */ ([...root.querySelectorAll(`[data-scene="${name}"]`)]);
    this.#flowers = all("stalk").map((stalk) => ({ stalk, blossom: new Growth(all("blossom", stalk)[0], this.#pose.open), bud: all("bud", stalk)[0] }));
    this.#light = new Growth(all("light")[0], 1);
    this.#pulse = new Growth(all("pulse")[0], 1);
    this.#levels = levels;
    document.addEventListener("visibilitychange", () => this.#run());
    this.#wide.addEventListener("change", () => this.#stand());
  }

  /** @param {State} state */
  show(state) {
    this.#talking = isTalking(state);
    this.#run();
    const pose = poseOf(state.phase, this.#talking ? floorOf(state) : "");
    if (pose === this.#pose) return;
    this.#pose = pose;
    this.#stand();
  }

  #run() {
    const wanted = this.#talking && !document.hidden && !this.#still.matches;
    if (wanted && !this.#timer) this.#timer = setInterval(this.#listen, TICK_MS);
    if (!wanted) {
      clearInterval(this.#timer);
      this.#timer = this.#level = 0;
    }
  }

  #listen = () => {
    const { speaker } = this.#pose;
    const now = speaker === "keeper" ? shareOf(this.#levels.character()) : this.#levels.visitor();
    const level = follow(this.#level, speaker === "nobody" ? 0 : now);
    // Too small to see is not worth a frame.
    if (Math.abs(level - this.#level) < 0.02) return;
    this.#level = level;
    this.#open();
  };

  /** Those that are seen, and how each has to stand. What is not drawn can't be carried by the compositor. */
  #seen() {
    const { speaker } = this.#pose;
    const place = this.#wide.matches ? WIDE : NARROW;
    return this.#flowers.slice(0, place.flowers).map((flower, index) => {
      const at = index < 12 ? (index + 0.5) / 12 : 0.5 + ((index - 12) % 4) * 0.13;
      return { ...flower, ...flowerAt(this.#pose, at, speaker === "keeper" ? place.keeper : place.visitor, this.#level) };
    });
  }

  #stand() {
    for (const { stalk, bud, lean, closed } of this.#seen()) {
      stalk.style.rotate = `${lean.toFixed(1)}deg`;
      if (bud) bud.style.opacity = `${closed}`;
    }
    this.#open();
  }

  #open() {
    const ms = this.#still.matches ? 0 : GROW_MS;
    for (const { blossom, open } of this.#seen()) blossom.to(open, ms);
    const his = this.#pose.speaker === "keeper" ? this.#level : 0;
    this.#light.to(1 + his * 0.5, ms);
    // Not drawn outside of a talk.
    this.#pulse.to(1 + this.#level * 1.4, this.#talking ? ms : 0);
  }
}
