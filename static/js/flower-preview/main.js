/**
 * The flower as the visitor will see it, drawn while an editor writes about it.
 *
 * `[data-flower-preview]` on the page of a flower: its parts hold what the fields around it say.
 * `[data-shape]` in the list: a small drawing from it, `data-name` and `data-colour`.
 */
import { drawFlower } from "../call/flower-card.js";

let drawn = 0;

/**
 * A drawing among others. Its colours are named by ids, and a page would use the first of a name.
 * @param {{name: string, shape: string, colour: string}} flower
 */
function draw(flower) {
  const drawing = drawFlower({ ...flower, meaning: "" });
  const own = `-${(drawn += 1)}`;
  for (const named of drawing.querySelectorAll("[id]")) named.id += own;
  for (const filled of drawing.querySelectorAll("[fill^='url(#']")) {
    filled.setAttribute("fill", `${filled.getAttribute("fill")}`.replace(")", `${own})`));
  }
  return drawing;
}

/** @param {string} name @returns {string} what the page's field says now */
function field(name) {
  const element = document.getElementById(`id_${name}`);
  return element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.value.trim() : "";
}

/** @param {HTMLElement} root @param {(name: string) => string} said */
function showPreview(root, said) {
  root.querySelector("[data-drawing]")?.replaceChildren(draw({ name: said("name"), shape: said("shape"), colour: said("colour") }));
  for (const part of root.querySelectorAll("[data-says]")) part.textContent = said(part.getAttribute("data-says") ?? "");
}

for (const small of document.querySelectorAll("[data-shape]:not([data-flower-preview])")) {
  if (!(small instanceof HTMLElement)) continue;
  const { name = "", shape = "", colour = "" } = small.dataset;
  small.replaceChildren(draw({ name, shape, colour }));
}
for (const root of document.querySelectorAll("[data-flower-preview]")) {
  if (!(root instanceof HTMLElement)) continue;
  // Who may only look has no fields: the page says the flower itself.
  const said = document.getElementById("id_shape") ? field : (/** @type {string} */ name) => root.dataset[name] ?? "";
  showPreview(root, said);
  root.closest("form")?.addEventListener("input", () => showPreview(root, said));
}
