/** The flower the character gives, drawn. */
import { make, makeSvg } from "../lib/dom.js";
import { flowerShape } from "./flower-shape.js";
/** @import { Flower } from "./types.d.ts" */

/** @param {Flower} flower @returns {SVGElement} */
export function drawFlower(flower) {
  const { outer, inner, colour } = flowerShape(flower);
  /** @param {{path: string, turn: number}} petal @param {number} scale @param {number} opacity */
  const petal = ({ path, turn }, scale, opacity) =>
    makeSvg("path", { d: path, fill: colour, "fill-opacity": opacity, transform: `rotate(${turn}) scale(${scale})` });
  const bloom = makeSvg("g", { class: "bloom", stroke: "#0002", "stroke-width": 0.8 }, [
    ...outer.map((each) => petal(each, 1, 0.82)),
    ...inner.map((each) => petal(each, 0.66, 0.95)),
    makeSvg("circle", { r: 11, fill: "#f7e3a1" }),
    ...inner.map(({ turn }) => makeSvg("circle", { r: 1.8, cy: -15, fill: "#b98a2e", transform: `rotate(${turn})` })),
  ]);
  const stem = makeSvg("path", { d: "M0 10C6 50-8 80 2 118", fill: "none", stroke: "#6f8f63", "stroke-width": 4, "stroke-linecap": "round" });
  const leaves = makeSvg("path", { d: "M-2 72C-34 66-44 48-46 40C-24 40-8 54-2 72ZM0 90C26 84 38 66 42 56C20 58 4 72 0 90Z", fill: "#7fa071" });
  return makeSvg("svg", { viewBox: "-100 -92 200 216", "aria-hidden": "true", focusable: "false" }, [stem, leaves, bloom]);
}

/** @param {HTMLElement} root @param {(Flower & {serial: number, reason: string}) | null} flower @param {Readonly<Record<string, string>>} words */
export function showFlower(root, flower, words) {
  const serial = `${flower?.serial ?? ""}`;
  if (root.dataset["serial"] === serial) return;
  root.dataset["serial"] = serial;
  root.hidden = flower === null;
  root.replaceChildren();
  if (!flower) return;
  root.append(
    drawFlower(flower),
    make("div", { class: "flower__words" }, [
      make("p", { class: "flower__name" }, [flower.name]),
      make("p", { class: "flower__meaning" }, [flower.meaning]),
      make("p", { class: "flower__reason" }, [flower.reason]),
      make("p", { class: "flower__note" }, [words["flower_note"] ?? ""]),
    ]),
  );
}
