import assert from "node:assert/strict";
import { test } from "node:test";
import { renew } from "../../static/js/call/renewal.js";

/** A browser as far as loading goes: what an entry of the history holds outlives it. */
function makePage(href = "https://sarado.example/") {
  let loads = 0;
  const location = { href, reload: () => (loads += 1) };
  const history = {
    state: null,
    replaceState(state, _title, address) {
      history.state = structuredClone(state);
      location.href = `${address}`;
    },
  };
  return { history, location, loads: () => loads };
}

test("a page is loaded anew once for each stamp, so that two processes can't chase it round", () => {
  const page = makePage();

  for (let second = 1; second <= 60; second += 1) renew(second % 2 ? "8.b" : "8.a", false, page, 1e12 + second * 1_000);
  assert.equal(page.loads(), 2);

  renew("9.b", false, page, 1e12 + 61_000);
  assert.equal(page.loads(), 3);
});

test("and again later: the last process of an upgrade may have been an old one", () => {
  const page = makePage();

  for (const minute of [1, 2, 10, 12]) renew("8.b", false, page, 1e12 + minute * 60_000);
  assert.equal(page.loads(), 2);
});

test("what others keep in the history's entry stays", () => {
  const page = makePage();
  page.history.state = { scroll: 7 };

  renew("8.b", false, page, 1e12);
  assert.equal(page.history.state.scroll, 7);
});

test("a kiosk goes back to the language of its own address, its key in hand, however soon", () => {
  const page = makePage("https://sarado.example/kiosk/?key=a%2Fb&lang=en");

  renew("8.b", true, page, 1e12);
  assert.deepEqual([page.location.href, page.loads()], ["https://sarado.example/kiosk/?key=a%2Fb", 1]);
  page.location.href += "&lang=ja";
  renew("8.b", true, page, 1e12 + 30_000);
  assert.deepEqual([page.location.href, page.loads()], ["https://sarado.example/kiosk/?key=a%2Fb", 2]);
});

test("a visitor's own page keeps its language", () => {
  const page = makePage("https://sarado.example/?lang=en");

  renew("8.b", false, page, 1e12);
  assert.equal(page.location.href, "https://sarado.example/?lang=en");
});
