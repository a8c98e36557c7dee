/**
 * A flower as a picture to keep: made in the browser, shared or saved, sent nowhere by us.
 *
 * Most visits need none of it, so it comes with the first flower and not with the page.
 */
import { addText } from "./png-text.js";
/** @import { Flower } from "../call/types.d.ts" */

const WIDTH = 1080;
const HEIGHT = 1350;
const INK = "#27353a";
const VOICE = '"Garden", "Garden Talk", serif';

/**
 * The card is drawn here and marked twice as made with AI: in words on it and in the file.
 * @param {SVGElement} drawing @param {Flower & {reason: string}} flower @param {Readonly<Record<string, string>>} words
 * @returns {Promise<Blob>} a PNG
 */
export async function makePicture(drawing, flower, words) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const paper = pen.createLinearGradient(0, 0, 0, HEIGHT);
  [["#cfe3ea", 0], ["#f4f1e2", 0.55], ["#f8f5ea", 1]].forEach(([tone, at]) => paper.addColorStop(Number(at), `${tone}`));
  pen.fillStyle = paper;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.drawImage(await asImage(drawing), WIDTH / 2 - 270, 70, 540, 820);
  pen.textAlign = "center";
  let y = 962;
  const write = (/** @type {string} */ text, /** @type {number} */ size, /** @type {string} */ tone) => {
    pen.font = `${size}px ${VOICE}`;
    pen.fillStyle = tone;
    for (const line of linesOf(text, WIDTH - 180, (part) => pen.measureText(part).width)) {
      pen.fillText(line, WIDTH / 2, y);
      y += size * 1.5;
    }
  };
  write(flower.name, 64, INK);
  write(flower.gloss ?? "", 30, "#44555a");
  write(flower.meaning, 38, INK);
  write(flower.reason, 34, "#44555a");
  y = HEIGHT - 62;
  write(words["flower_mark"] ?? "", 26, "#5a696d");
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!(blob instanceof Blob)) throw new Error("The picture could not be made.");
  return addText(blob, "Description", words["flower_mark"] ?? "");
}

/** Hand the picture to the share sheet where there is one, else to the downloads. @param {SVGElement} drawing @param {Flower & {reason: string}} flower @param {Readonly<Record<string, string>>} words */
export async function keepPicture(drawing, flower, words) {
  const file = new File([await makePicture(drawing, flower, words)], `${flower.name}.png`, { type: "image/png" });
  if (navigator.canShare?.({ files: [file] }) && matchMedia("(pointer: coarse)").matches) {
    try {
      return await navigator.share({ files: [file], title: flower.name });
    } catch (error) {
      // Closing the sheet without sharing is a choice. That it did not open (the tap may be too long
      // ago by now) is none, and the picture is saved then.
      if (error instanceof DOMException && error.name === "AbortError") return;
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {SVGElement} drawing */
async function asImage(drawing) {
  const copy = /** @type {SVGElement} */ (drawing.cloneNode(true));
  copy.setAttribute("width", "540");
  copy.setAttribute("height", "820");
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}

/** Break a text between words so that each line fits. @param {string} text @param {number} width @param {(part: string) => number} measure @returns {string[]} */
export function linesOf(text, width, measure) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
