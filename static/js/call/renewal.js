/** A page left open is loaded anew when what it carries has changed. */

/** While an upgrade rolls, old and new processes answer by turns: at most so often for each stamp. */
const AGAIN_MS = 600_000;

/**
 * What it was loaded for is kept in the history's entry, which outlives the loading and needs no
 * leave as storage does.
 * @param {string} stamp @param {boolean} home in the language that the address alone leads to; that happens once by itself
 * @param {Pick<Window, "history" | "location">} page @param {number} now
 */
export function renew(stamp, home, { history, location }, now = Date.now()) {
  const address = new URL(location.href);
  if (home) address.searchParams.delete("lang");
  else if (now - (history.state?.[stamp] ?? 0) < AGAIN_MS) return;
  history.replaceState({ ...history.state, [stamp]: now }, "", address);
  location.reload();
}
