/** The numbers of the help panel, as the page's template writes them. */
import { make, marked } from "../lib/dom.js";
/** @import { CrisisLine } from "./types.d.ts" */

/** @param {CrisisLine} line */
export const crisisLine = ({ number, name, for_whom: whom, hours }) =>
  make("li", {}, [
    make("a", { class: "line", href: `tel:${number}` }, [
      make("strong", {}, [number]),
      make("span", {}, [marked(name), make("small", {}, hours ? [marked(whom), " · ", marked(hours)] : [marked(whom)])]),
    ]),
  ]);
