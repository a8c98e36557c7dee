/**
 * The operator's screen keeps itself fresh: what changes is fetched anew and put in place, while
 * the form below, and what is being written in it, stays as it is.
 */

const EVERY_MS = 10_000;

/** @param {AbortSignal} signal */
async function refresh(signal) {
  const place = document.querySelector("[data-house-now]");
  if (!place || document.hidden) return;
  const answer = await fetch(window.location.href, { signal, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-house-now]");
  if (fresh && !place.contains(document.activeElement)) place.replaceChildren(...fresh.childNodes);
}

setInterval(() => {
  // What is not there within one turn is not worth waiting for; the next turn asks again.
  refresh(AbortSignal.timeout(EVERY_MS)).catch(() => undefined);
}, EVERY_MS);
