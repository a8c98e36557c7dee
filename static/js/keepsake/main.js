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
const SOFT = "#44555a";
/** Baselines: of the first line at the lowest, of the last at the lowest, and of the mark. */
const HEAD = 962;
const FOOT = HEIGHT - 110;
const MARK = HEIGHT - 62;
const LEADING = 1.5;
/** The drawing: width by height. */
const SLIM = 540 / 820;
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
  /** @type {(text: string, size: number, tone: string) => {line: string, size: number, tone: string}[]} */
  const set = (text, size, tone) => {
    pen.font = `${size}px ${VOICE}`;
    return linesOf(text, WIDTH - 180, (part) => pen.measureText(part).width).map((line) => ({ line, size, tone }));
  };
  /** @param {ReturnType<typeof set>} lines @param {number} y */
  const write = (lines, y) => {
    for (const { line, size, tone } of lines) {
      pen.font = `${size}px ${VOICE}`;
      pen.fillStyle = tone;
      pen.fillText(line, WIDTH / 2, y);
      y += size * LEADING;
    }
  };
  pen.textAlign = "center";
  const lines = [
    ...set(flower.name, 64, INK), ...set(flower.gloss ?? "", 30, SOFT),
    ...set(flower.meaning, 38, INK), ...set(flower.reason, 34, SOFT),
  ];
  // Many words leave a smaller flower: none may run into the mark.
  const height = lines.slice(0, -1).reduce((sum, { size }) => sum + size * LEADING, 0);
  const top = Math.min(HEAD, FOOT - height);
  const tall = top - 142;
  pen.drawImage(await asImage(drawing), (WIDTH - tall * SLIM) / 2, 70, tall * SLIM, tall);
  write(lines, top);
  write(set(words["flower_mark"] ?? "", 26, "#5a696d"), MARK);
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

/**
 * What may stand at the end of one line and at the beginning of the next: a word, or one kana or
 * Chinese character, which have no blanks between them, with the signs that belong to it.
 */
const PIECE = /\s*(?:[\p{Ps}\p{Pi}]*[\u3040-\u30ff\u3400-\u9fff][^\s\p{L}\p{N}\p{Ps}\p{Pi}]*|[^\s\u3040-\u30ff\u3400-\u9fff]+)/gu;

/** Break a text so that each line fits. @param {string} text @param {number} width @param {(part: string) => number} measure @returns {string[]} */
export function linesOf(text, width, measure) {
  /** @type {string[]} */
  const lines = [];
  for (const [piece] of text.trim().replaceAll(/\s+/gu, " ").matchAll(PIECE)) {
    const longer = `${lines.at(-1)}${piece}`;
    if (lines.length && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(piece.trimStart());
  }
  return lines;
}
