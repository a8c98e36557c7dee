/** Finding and making elements. */

/**
 * The one element with `data-<hook>="<name>"`; a page without it is broken, and says so at once.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {{new (): T}} kind
 * @returns {T}
 */
export function find(root, selector, kind) {
  const element = root.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Readonly<Record<string, string>>} attributes
 * @param {readonly (Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const HANGUL = /[\u1100-\u11ff\uac00-\ud7a3]/u;

/** Korean is read aloud, and drawn, as Korean also on a page of another language. @param {string} text */
export const languageOf = (text) => (HANGUL.test(text) ? "ko" : "");

/** @param {string} text */
export const marked = (text) => (languageOf(text) ? make("span", { lang: "ko" }, [text]) : text);

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Readonly<Record<string, string | number>>} attributes @param {readonly Node[]} children @returns {SVGElement} */
export function makeSvg(tag, attributes, children = []) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, `${value}`);
  element.append(...children);
  return element;
}
