/**
 * The flower as the visitor will see it, drawn while an editor writes about it.
 *
 * `[data-flower-preview]` on the page of a flower: its parts hold what the fields around it say.
 * `[data-shape]` in the list: a small drawing from it, `data-name` and `data-colour`.
 */
import { drawFlower } from "../call/flower-card.js";

/** @param {string} name @returns {string} what the page's field says now */
function field(name) {
  const element = document.getElementById(`id_${name}`);
  return element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.value.trim() : "";
}

/** @param {HTMLElement} root */
function showPreview(root) {
  const flower = { name: field("name"), meaning: field("meaning"), purpose: field("purpose"), shape: field("shape"), colour: field("colour") };
  root.querySelector("[data-drawing]")?.replaceChildren(drawFlower(flower));
  for (const part of root.querySelectorAll("[data-says]")) {
    part.textContent = part.getAttribute("data-says") === "name" ? flower.name : flower.meaning;
  }
}

/** @param {HTMLElement} root */
function showSmall(root) {
  const { name = "", shape = "", colour = "" } = root.dataset;
  root.replaceChildren(drawFlower({ name, shape, colour, meaning: "", purpose: "" }));
}

for (const root of document.querySelectorAll("[data-shape]")) if (root instanceof HTMLElement) showSmall(root);
for (const root of document.querySelectorAll("[data-flower-preview]")) {
  if (!(root instanceof HTMLElement)) continue;
  showPreview(root);
  root.closest("form")?.addEventListener("input", () => showPreview(root));
}
