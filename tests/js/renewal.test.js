import assert from "node:assert/strict";
import { test } from "node:test";
import { renew } from "../../static/js/call/renewal.js";

/** A browser as far as loading goes: what an entry of the history holds outlives it. */
function makePage() {
  let loads = 0;
  const history = { state: null, replaceState: (state) => (history.state = structuredClone(state)) };
  return { history, location: { reload: () => (loads += 1) }, loads: () => loads };
}

test("a page is loaded anew once for each stamp, so that two processes can't chase it round", () => {
  const page = makePage();

  for (let second = 1; second <= 60; second += 1) renew(second % 2 ? "8.b" : "8.a", page, 1e12 + second * 1_000);
  assert.equal(page.loads(), 2);

  renew("9.b", page, 1e12 + 61_000);
  assert.equal(page.loads(), 3);
});

test("and again later: the last process of an upgrade may have been an old one", () => {
  const page = makePage();

  for (const minute of [1, 2, 10, 12]) renew("8.b", page, 1e12 + minute * 60_000);
  assert.equal(page.loads(), 2);
});

test("what others keep in the history's entry stays", () => {
  const page = makePage();
  page.history.state = { scroll: 7 };

  renew("8.b", page, 1e12);
  assert.equal(page.history.state.scroll, 7);
});
