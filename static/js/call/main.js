/** Composition root: finds the elements, builds the edges, wires them. */
import { find } from "../lib/dom.js";
import { Api } from "./api.js";
import { Calls } from "./calls.js";
import { Clock } from "./clock.js";
import { fetchDangerWords } from "./danger-words.js";
import { Devices } from "./devices.js";
import { Ears } from "./ears.js";
import { effectRunner } from "./effects.js";
import { INITIAL, PAINTED_MS } from "./facts.js";
import { Microphone } from "./microphone.js";
import { preconnect } from "./preconnect.js";
import { renew } from "./renewal.js";
import { Speaker } from "./speaker.js";
import { StallWatch } from "./stall.js";
import { Store } from "./store.js";
import { Timers } from "./timers.js";
import { View } from "./view.js";
import { WakeLock } from "./wake-lock.js";
import { Scene } from "../scene/scene.js";
import { SkyClock } from "../scene/sky-clock.js";
/** @import { Config } from "./types.d.ts" */

const main = find(document, "main[data-phase]", HTMLElement);
const config = /** @type {Config} */ (JSON.parse(find(document, "#sarado-config", HTMLScriptElement).text));

const store = new Store(
  {
    ...INITIAL, kiosk: config.kiosk_key !== null, persona: config.persona, stamp: config.stamp,
    goodbyeWords: config.words["goodbye_instructions"] ?? "", cutWords: config.words["cut_short"] ?? "",
  },
  () => performance.now(),
);
const clock = new Clock();
const api = new Api(config.api, clock, { kiosk_key: config.kiosk_key, stamp: config.stamp }, document.documentElement.lang);
let loudness = 0;
const ears = new Ears((level) => (loudness = level), store.send);
const createConnection = () => new RTCPeerConnection({ iceServers: config.ice_servers });
const microphone = new Microphone(() => store.send({ type: "microphone.changed" }));
const audio = find(document, "audio", HTMLAudioElement);
const devices = new Devices(find(main, '[data-role="devices"]', HTMLElement), microphone, audio);
const run = effectRunner({
  api, ears, send: store.send,
  calls: new Calls(api, clock, createConnection, store.send),
  microphone,
  renew: (stamp, home) => renew(stamp, home, window),
  speaker: new Speaker(audio, ears.character, store.send),
  stall: new StallWatch(store.send),
  timers: new Timers((name) => store.send({ type: "timer.fired", name })),
});
const view = new View(main, config, store.send);
const scene = new Scene(document, { visitor: () => loudness, character: ears.character.level });
const wakeLock = new WakeLock();
const sky = new SkyClock(document.documentElement, clock);
let phase = "";
store.connect(run, (state) => {
  if (state.phase === "live" && phase !== "live") void fetchDangerWords(config.danger_words);
  phase = state.phase;
  view.show(state);
  scene.show(state);
  sky.show(state);
  wakeLock.show(state);
  devices.show(state);
});
// The press begins a tenth of a second before the click it ends in; a keyboard's has only the click.
for (const button of document.querySelectorAll("[data-action^=start]")) {
  for (const press of ["pointerdown", "click"]) button.addEventListener(press, () => preconnect(config.provider), { capture: true });
}
addEventListener("online", () => store.send({ type: "network.online" }));
addEventListener("offline", () => store.send({ type: "network.offline" }));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") store.send({ type: "page.shown" });
});
addEventListener("pagehide", () => store.send({ type: "page.hidden" }));
// Where many come one after the other, who is silent may be gone.
if (config.kiosk_key) for (const sign of ["click", "input"]) addEventListener(sign, () => store.send({ type: "visitor.present" }));
// The first sight has its own few letters; what will be said needs more, once that is painted.
setTimeout(() => void document.fonts.load('1em "Garden"').catch(() => undefined), PAINTED_MS);
// Pressed before all this had come, the link opened the panel by its address, which no button folds.
if (location.hash === "#help") {
  location.replace("#");
  store.send({ type: "visitor.help" });
}
// The page comes as the house was when it was made; nothing moves unless that has changed.
if (config.house) store.send({ type: "house.status", house: api.house(config.house) });
store.send({ type: "page.opened", abroad: config.kiosk_key !== null && new URLSearchParams(location.search).has("lang") });
