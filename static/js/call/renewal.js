/** A page left open is loaded anew when what it carries has changed. */

/** While an upgrade rolls, old and new processes answer by turns: at most so often for each stamp. */
const AGAIN_MS = 600_000;

/**
 * What it was loaded for is kept in the history's entry, which outlives the loading and needs no
 * leave as storage does.
 * @param {string} stamp @param {Pick<Window, "history" | "location">} page @param {number} now
 */
export function renew(stamp, { history, location }, now = Date.now()) {
  if (now - (history.state?.[stamp] ?? 0) < AGAIN_MS) return;
  history.replaceState({ ...history.state, [stamp]: now }, "");
  location.reload();
}
