/** A word inside a PNG file: an `iTXt` chunk (PNG specification §11.3.3.4), for programs to read. */

const HEADER_END = 33; // the signature and the first chunk, which must come first

/** The check sum every chunk ends with (PNG specification, annex D). @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** @param {string} keyword Latin letters @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function textChunk(keyword, text) {
  // Keyword, no compression, no language, no translated keyword, then the text in UTF-8.
  const body = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
  const chunk = new Uint8Array(body.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  return chunk;
}

/** @param {Blob} png @param {string} keyword @param {string} text */
export const addText = (png, keyword, text) =>
  new Blob([png.slice(0, HEADER_END), textChunk(keyword, text), png.slice(HEADER_END)], { type: "image/png" });
