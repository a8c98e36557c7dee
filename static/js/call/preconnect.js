/**
 * Open the way to the provider while the secret for it is still being made: a connection takes as
 * many round trips as the secret. Only once the visitor presses, for it tells the provider the
 * visitor's address.
 */

/** One for the page's whole life: put in again, it is followed again. */
const link = document.createElement("link");

/** @param {string} origin */
export function preconnect(origin) {
  // As the offer goes: to another origin, without cookies. Others have connections of their own.
  Object.assign(link, { rel: "preconnect", crossOrigin: "anonymous", href: origin });
  document.head.append(link);
}
