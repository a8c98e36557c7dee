/** The state on the page, and the visitor's wishes from it. */
import { find } from "../lib/dom.js";
import { CaptionList } from "./caption-list.js";
import { isShown } from "./captions.js";
import { crisisLine } from "./crisis-lines.js";
import { Farewell } from "./farewell.js";
import { showFeeling } from "./feeling.js";
import { showFlower } from "./flower-card.js";
import { makeGloss } from "./gloss.js";
import { mend, platformOf } from "./mending.js";
import { TextBox } from "./text-box.js";
import { viewModel } from "./view-model.js";
/** @import { Config, Report, State } from "./types.d.ts" */
/** @import { Action } from "./view-model.js" */

/** @type {ReadonlyMap<string, Report>} */
const WISHES = new Map(/** @type {[string, Report][]} */ ([
  ["start", { type: "visitor.start", voice: true }],
  ["start-text", { type: "visitor.start", voice: false }],
  ["stop", { type: "visitor.stop" }],
  ["mute", { type: "visitor.mute" }],
  ["interrupt", { type: "visitor.interrupt" }],
  ["retry", { type: "visitor.retry" }],
  ["enable-sound", { type: "visitor.sound" }],
  ["help", { type: "visitor.help" }],
  ["feel-lighter", { type: "visitor.felt", feeling: "lighter" }],
  ["feel-same", { type: "visitor.felt", feeling: "same" }],
  ["feel-heavier", { type: "visitor.felt", feeling: "heavier" }],
]));

/** @param {string} iso */
const spellTime = (iso) =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    month: "long", day: "numeric", weekday: "short", hour: "numeric", minute: "2-digit", timeZone: "Asia/Seoul",
  }).format(new Date(iso));

export class View {
  #main;
  #words;
  #config;
  #persona;
  #gloss;
  #captions;
  #textBox;
  #canSend = false;
  #farewell;
  #canCall = typeof RTCPeerConnection !== "undefined";
  #platform = platformOf(navigator.userAgent, navigator.maxTouchPoints);

  /** @param {HTMLElement} main @param {Config} config @param {(report: Report) => void} send */
  constructor(main, config, send) {
    this.#main = main;
    this.#words = config.words;
    this.#config = config;
    this.#persona = config.persona;
    this.#gloss = makeGloss(config.persona.glossary);
    const gloss = (/** @type {string} */ text) => this.#gloss(text);
    this.#captions = new CaptionList(this.#role("captions"), gloss, config.words);
    this.#farewell = new Farewell(this.#role("farewell"), gloss, config.words);
    this.#textBox = new TextBox(find(main, '[data-role="text"]', HTMLTextAreaElement), (text) => {
      const taken = this.#canSend;
      send({ type: "visitor.text", text });
      return taken;
    });
    main.ownerDocument.addEventListener("click", (event) => {
      const { target } = event;
      const button = target instanceof Element ? target.closest("[data-action]") : null;
      const action = button?.getAttribute("data-action") ?? "";
      // Its address is for pages without us.
      if (action === "help") event.preventDefault();
      if (action === "send") this.#textBox.send();
      const wish = WISHES.get(action);
      if (wish) send(wish);
    });
  }

  /** @param {string} name */
  #role(name) {
    return find(this.#main, `[data-role="${name}"]`, HTMLElement);
  }

  /** @param {string} name @param {string} text */
  #say(name, text) {
    const element = this.#role(name);
    // Screen readers speak on every change, so an unchanged line is left alone.
    if (element.textContent !== text) element.textContent = text;
    element.hidden = text === "";
  }

  /** A visit began with another revision than the page came with. @param {State["persona"]} persona */
  #know(persona) {
    this.#persona = persona;
    this.#gloss = makeGloss(persona.glossary);
    const lines = (persona.crisis_lines ?? []).map(crisisLine);
    // Without any, the numbers that always hold stay.
    if (lines.length) find(this.#main, ".help__lines", HTMLElement).replaceChildren(...lines);
  }

  /** @param {State} state */
  show = (state) => {
    if (state.persona !== this.#persona) this.#know(state.persona);
    const main = this.#main;
    const model = viewModel(state, this.#words, spellTime, this.#canCall);
    this.#canSend = model.canSend;
    // Hidden buttons drop the focus; it is handed on to the ones that take their place.
    const focused = main.ownerDocument.activeElement;
    Object.assign(main.dataset, { phase: state.phase, floor: model.floor, attempt: model.attempt });
    main.dataset["muted"] = `${state.muted}`;
    main.dataset["hearing"] = `${model.hearing}`;
    // For the scene, as plain attributes: with :has() every new line costs a look at all of it.
    const { documentElement: root } = main.ownerDocument;
    root.toggleAttribute("data-closed", state.phase === "closed");
    root.toggleAttribute("data-spoken", state.captions.some(isShown));
    root.toggleAttribute("data-hushed", state.help && state.crisis);
    this.#say("status", model.status);
    this.#say("alert", model.alert);
    this.#say("message", model.message);
    this.#showMending(mend(model.trouble, this.#platform));
    for (const button of main.querySelectorAll(".hand [data-action]")) {
      button.toggleAttribute("hidden", !model.actions.has(/** @type {Action} */ (button.getAttribute("data-action"))));
    }
    // It says what it would do. Told as pressed besides, "switch on" would sound like done.
    main.querySelector("[data-label]")?.replaceChildren(this.#words[state.muted ? "unmute" : "mute"] ?? "");
    this.#role("intro").hidden = !model.intro;
    this.#role("writing").hidden = !model.typing;
    if (!model.typing) this.#textBox.empty();
    this.#captions.show(state.captions);
    showFlower(this.#role("flower"), state.flower, this.#config);
    this.#farewell.show(state);
    showFeeling(this.#role("feeling"), state, this.#words);
    this.#showHelp(state);
    if (focused instanceof HTMLElement && focused.closest("[hidden]")) this.#moveFocus();
  };

  /** @param {{step: string, picture: string}} mending */
  #showMending({ step, picture }) {
    this.#role("step").textContent = this.#words[step] ?? "";
    for (const image of this.#role("mending").querySelectorAll("img")) image.hidden = image.dataset["picture"] !== picture;
    this.#role("mending").hidden = !step;
  }

  /** @param {State} state */
  #showHelp({ help, crisis }) {
    const panel = this.#role("help");
    const opens = help && panel.hidden;
    panel.hidden = !help;
    panel.dataset["pinned"] = `${crisis}`;
    find(this.#main, '[data-action="help"]', HTMLElement).setAttribute("aria-expanded", `${help}`);
    // Where letters are large the page is longer than the window, and the panel stands at its head.
    if (opens) panel.scrollIntoView();
  }

  #moveFocus() {
    for (const place of ["action=stop", "action=retry", "action=start", "role=captions", "action=help"]) {
      const element = find(this.#main, `[data-${place}]`, HTMLElement);
      if (element.offsetParent) return element.focus();
    }
  }
}
