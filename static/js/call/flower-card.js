/** The flower the character gives: drawn, it grows in the scene; with it what it means, to keep. */
import { make, makeSvg, marked } from "../lib/dom.js";
import { flowerShape } from "./flower-shape.js";
/** @import * as Keepsake from "../keepsake/main.js" */
/** @import { Config, Flower } from "./types.d.ts" */

/** @typedef {Flower & {reason: string}} GivenFlower */

const STEM = "M0 4C9 50-11 92 3 150C8 176 2 196 0 226";
const LEAVES = "M1 128C-40 122-58 96-62 80C-34 82-10 100 1 128ZM4 170C38 162 54 136 58 120C30 126 10 144 4 170Z";
const VEINS = "M1 128C-20 112-42 92-58 83M4 170C22 150 42 132 54 124";

/** A wash from the deep middle to the light ends. @param {string} id @param {string} colour @param {number} reach */
const wash = (id, colour, reach) =>
  makeSvg("radialGradient", { id, gradientUnits: "userSpaceOnUse", cx: 0, cy: 0, r: reach }, [
    makeSvg("stop", { offset: 0.05, "stop-color": `color-mix(in oklch, ${colour}, #40102a 34%)` }),
    makeSvg("stop", { offset: 0.5, "stop-color": colour }),
    makeSvg("stop", { offset: 1, "stop-color": `color-mix(in oklch, ${colour}, white 38%)` }),
  ]);

/** @param {Flower} flower @returns {SVGElement} */
export function drawFlower(flower) {
  const { outer, inner, colour } = flowerShape(flower);
  /** @param {{path: string, turn: number}} petal @param {number} scale @param {string} fill */
  const petal = ({ path, turn }, scale, fill) =>
    makeSvg("path", { d: path, fill, transform: `rotate(${turn.toFixed(1)}) scale(${scale})` });
  const bloom = makeSvg("g", { class: "bloom", stroke: "#4a2038", "stroke-opacity": 0.16, "stroke-width": 0.7 }, [
    ...outer.map((each) => petal(each, 1, "url(#outer)")),
    ...inner.map((each) => petal(each, 0.66, "url(#inner)")),
    makeSvg("circle", { r: 11, fill: "#f4d98b" }),
    ...inner.map(({ turn }) => makeSvg("circle", { r: 2.2, cy: -13, fill: "#c08a2c", transform: `rotate(${turn.toFixed(1)})` })),
  ]);
  const halo = makeSvg("circle", { class: "halo", r: 112, fill: "url(#halo)" });
  return makeSvg("svg", { viewBox: "-112 -112 224 340", "aria-hidden": "true", focusable: "false" }, [
    makeSvg("defs", {}, [
      wash("outer", colour, 80), wash("inner", colour, 56),
      makeSvg("radialGradient", { id: "halo" }, [
        makeSvg("stop", { offset: 0.2, "stop-color": "#fff3cf", "stop-opacity": 0.85 }),
        makeSvg("stop", { offset: 1, "stop-color": "#fff3cf", "stop-opacity": 0 }),
      ]),
    ]),
    halo,
    makeSvg("path", { class: "stem", d: STEM, pathLength: 1, fill: "none", stroke: "#5f8a5c", "stroke-width": 5, "stroke-linecap": "round" }),
    makeSvg("g", { class: "leaves" }, [
      makeSvg("path", { d: LEAVES, fill: "#6b9a66" }),
      makeSvg("path", { d: VEINS, fill: "none", stroke: "#a8c79c", "stroke-width": 1.4, opacity: 0.8 }),
    ]),
    bloom,
  ]);
}

/** Its words are worth having without it. @param {Flower} flower */
function drawn(flower) {
  try {
    return drawFlower(flower);
  } catch {
    return null;
  }
}

/** @type {Promise<typeof Keepsake> | null} */
let coming = null;
let address = "";

/**
 * What makes the picture. It comes when a flower is given, for a call is live then: the tap needs no
 * network, and the share sheet opens while the browser still takes it for the visitor's own wish.
 * @param {string} path
 */
function fetchKeepsake(path) {
  address ||= path;
  coming ??= import(address).catch((error) => {
    coming = null;
    // A browser may remember that an address failed (whatwg/html#6768); this is another one.
    address += "?";
    throw error;
  });
  return coming;
}

/** @param {HTMLElement} root @param {(GivenFlower & {serial: number}) | null} flower @param {Config} config */
export function showFlower(root, flower, { words, keepsake, kiosk_key: kiosk }) {
  const serial = `${flower?.serial ?? ""}`;
  if (root.dataset["serial"] === serial) return;
  root.dataset["serial"] = serial;
  root.hidden = flower === null;
  root.replaceChildren();
  if (!flower) return;
  const drawing = drawn(flower);
  const keep = make("button", { type: "button", class: "button button--quiet" }, [words["flower_keep"] ?? ""]);
  const failed = make("p", { role: "status" });
  // On a device of many visitors it would be kept for the next one.
  if (drawing && !kiosk) {
    fetchKeepsake(keepsake).catch(() => undefined);
    keep.addEventListener("click", async () => {
      failed.textContent = "";
      try {
        await (await fetchKeepsake(keepsake)).keepPicture(drawing, flower, words);
      } catch {
        failed.textContent = words["flower_failed"] ?? "";
      }
    });
  }
  keep.hidden = !drawing || !!kiosk;
  const away = make("button", { type: "button", class: "button button--quiet" }, [words["flower_away"] ?? ""]);
  away.addEventListener("click", () => {
    root.hidden = true;
    // The button is gone, and who has only a keyboard would be nowhere: on to the words it came among.
    /** @type {HTMLElement} */ (root.previousElementSibling).focus();
  });
  root.append(
    ...(drawing ? [drawing] : []),
    make("div", { class: "flower__words" }, [
      make("h2", { class: "flower__name" }, [marked(flower.name)]),
      ...(flower.gloss ? [make("p", { class: "flower__note" }, [flower.gloss])] : []),
      make("p", { class: "flower__meaning" }, [marked(flower.meaning)]),
      make("p", { class: "flower__reason" }, [marked(flower.reason)]),
      make("p", { class: "flower__note" }, [words["flower_note"] ?? ""]),
      failed,
      make("p", { class: "flower__choices" }, [keep, away]),
    ]),
  );
}
