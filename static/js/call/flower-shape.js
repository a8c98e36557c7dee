/** How a flower looks: petals as numbers. The editor chooses shape and colour, the name the rest. */

/**
 * @typedef {object} Petal
 * @property {string} path
 * @property {number} turn degrees around the middle
 */

/** One petal pointing up from the middle, in a drawing 200 wide. */
const PETALS = new Map([
  ["round", "M0 0C-30-12-34-58 0-66C34-58 30-12 0 0Z"],
  ["drop", "M0 0C-22-20-20-46 0-74C20-46 22-20 0 0Z"],
  ["star", "M0 0C-16-18-14-40 0-76C14-40 16-18 0 0Z"],
  ["cup", "M0 0C-36-8-38-50-16-62C-6-52 6-52 16-62C38-50 36-8 0 0Z"],
  ["bell", "M0 0C-28-14-38-46-26-64C-20-72-12-66-8-72C-4-76 4-76 8-72C12-66 20-72 26-64C38-46 28-14 0 0Z"],
  ["spray", "M0 0C-10-14-20-44-8-58C-2-62 2-62 8-58C20-44 10-14 0 0Z"],
]);
const COUNTS = new Map([["round", 6], ["drop", 7], ["star", 9], ["cup", 5], ["bell", 5], ["spray", 11]]);
const GREY = "#d9a5b3";

/** @param {{name: string, shape: string, colour: string}} flower */
export function flowerShape({ name, shape, colour }) {
  const path = PETALS.get(shape) ?? /** @type {string} */ (PETALS.get("round"));
  const count = COUNTS.get(shape) ?? 6;
  // Every flower of the garden stands a little differently; the same one always the same.
  const lean = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 24;
  /** @type {Petal[]} */
  const outer = Array.from({ length: count }, (_, index) => ({ path, turn: lean + (360 / count) * index }));
  const inner = outer.map(({ turn }) => ({ path, turn: turn + 180 / count }));
  // Written by an editor, drawn into a page: anything but a colour is not used.
  return { outer, inner, colour: /^#[0-9a-f]{6}$/iu.test(colour) ? colour : GREY };
}
