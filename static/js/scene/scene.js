/**
 * The garden moves: flowers lean to who speaks and open with the voice, the lantern answers his.
 *
 * Everything goes through `rotate`, `scale` and `opacity`, which the compositor carries between
 * two looks at the levels; the page's own thread is asked ten times a second, and not at all
 * while nobody speaks or nobody looks.
 */
import { floorOf, isTalking } from "../call/facts.js";
import { flowerAt, follow, poseOf, shareOf } from "./pose.js";
/** @import { State } from "../call/types.d.ts" */
/** @import { Pose } from "./pose.js" */

const TICK_MS = 100;
/** Where he stands and where the visitor is, as the style sheet sets them out. */
const PLACES = { narrow: { keeper: 0.56, visitor: 0.5 }, wide: { keeper: 0.67, visitor: 0.22 } };

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
    this.#flowers = all("stalk").map((stalk) => ({ stalk, blossom: all("blossom", stalk)[0], bud: all("bud", stalk)[0] }));
    this.#light = all("light")[0];
    this.#pulse = all("pulse")[0];
    this.#levels = levels;
    document.addEventListener("visibilitychange", () => this.#run());
  }

  /** @param {State} state */
  show(state) {
    this.#talking = isTalking(state);
    this.#pose = poseOf(state.phase, this.#talking ? floorOf(state) : "");
    this.#run();
    this.#draw();
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
    this.#draw();
  };

  #draw() {
    const { speaker } = this.#pose;
    const places = this.#wide.matches ? PLACES.wide : PLACES.narrow;
    const towards = speaker === "keeper" ? places.keeper : places.visitor;
    this.#flowers.forEach(({ stalk, blossom, bud }, index) => {
      const at = index < 12 ? (index + 0.5) / 12 : 0.5 + ((index - 12) % 4) * 0.13;
      const flower = flowerAt(this.#pose, at, towards, this.#level);
      stalk.style.rotate = `${flower.lean.toFixed(1)}deg`;
      if (blossom) blossom.style.scale = flower.blossom.toFixed(2);
      if (bud) bud.style.opacity = `${flower.bud}`;
    });
    const his = speaker === "keeper" ? this.#level : 0;
    if (this.#light) this.#light.style.scale = (1 + his * 0.5).toFixed(2);
    if (this.#pulse) this.#pulse.style.scale = (1 + this.#level * 1.4).toFixed(2);
  }
}
