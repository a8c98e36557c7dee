/** Driving the machine in tests: a clock, and the usual ways into a phase. */
import { INITIAL } from "../../static/js/call/facts.js";
import { transition } from "../../static/js/call/state.js";

export const CONVERSATION = Object.freeze({
  id: "c-1", token: "token", halfDuplex: true, echoTailMs: 200,
  replay: { maxTurns: 20, maxTokens: 2000, instructions: "같은 말로, 인사 없이 이어 간다." },
});

export const FLOWER = { name: "번성꽃", meaning: "뜻", colour: "#c48bd6", shape: "spray" };

export const PERSONA = { ...INITIAL.persona, flowers: [FLOWER] };

export const house = (changes = {}) => ({
  type: "house.status",
  house: { open: true, message: "", opensAt: "", closesAt: "", opensInMs: null, reachable: true, stamp: "", ...changes },
});

/** A visit that remembers its state, its time and every effect. */
export class Play {
  at = 0;
  effects = [];
  last = [];

  constructor(state = { ...INITIAL, persona: PERSONA, stamp: "7.a", goodbyeWords: "작별한다.", cutWords: "(말이 끊김)" }) {
    this.state = state;
  }

  do(...events) {
    for (const event of events) {
      const [state, effects] = transition(this.state, { at: this.at, ...event });
      this.state = state;
      this.last = effects;
      this.effects.push(...effects);
    }
    return this;
  }

  wait(ms) {
    this.at += ms;
    return this;
  }

  /** Effects of the last event, of one type. */
  of(type) {
    return this.last.filter((effect) => effect.type === type);
  }

  /** Client events sent by the last event. */
  get sent() {
    return this.of("call.send").flatMap((effect) => effect.events);
  }

  get sentTypes() {
    return this.sent.map((event) => event.type);
  }

  /** What the last event had him told from behind the scene. */
  orders() {
    return this.sent.find(({ item }) => item?.role === "system")?.item.content[0].text;
  }

  server(type, fields = {}) {
    return this.do({ type: `server.${type}`, call: this.state.call, ...fields });
  }

  timer(name) {
    return this.do({ type: "timer.fired", name });
  }

  /** Whether the visitor's voice may leave, as the edges were told. */
  get microphoneOn() {
    const told = ["microphone.enable", "microphone.close"];
    return this.effects.filter((effect) => told.includes(effect.type)).at(-1)?.on ?? false;
  }

  begun(changes = {}) {
    return this.do({
      type: "conversation.begun", visit: this.state.visit, conversation: CONVERSATION, secret: "ek_1",
      callsUrl: "https://calls.example/", endsInMs: 1_200_000, ...changes,
    });
  }

  session(call = this.state.candidate, expiresInMs = 3_600_000) {
    this.do({ type: "call.opened", call });
    const opened = this.last;
    this.do({ type: "server.session", call, expiresInMs });
    this.last = [...opened, ...this.last];
    return this;
  }

  speak(response, item = `item-${response}`) {
    return this.server("response-created", { response })
      .server("item", { item, after: "", speaker: "character", text: "" })
      .server("said", { response, item, delta: `말 ${response}` })
      .server("sound-started", { response });
  }

  finish(response, changes = {}) {
    return this.server("response-done", {
      response, status: "completed", code: "", calls: [], hasMessage: true, usage: {}, ...changes,
    });
  }

  /** Played out, quiet, echo gone. */
  fallSilent(response) {
    this.server("sound-stopped", { response });
    this.do({ type: "speaker.quiet", ticket: this.state.turn.ticket });
    return this.timer("tail");
  }

  says(item, text) {
    return this.server("speech-started").server("speech-stopped")
      .server("committed", { item, after: "" })
      .server("transcribed", { item, text });
  }
}

export const preparing = (voice = true) => new Play().do({ type: "visitor.start", voice });
export const connecting = () =>
  preparing().do({ type: "microphone.ready", visit: 1 }).begun();
/** Live, the greeting asked for. */
export const live = () => connecting().wait(500).session();
/** Live, the greeting said: the visitor's turn. */
export const listening = () => live().speak("r1").finish("r1").fallSilent("r1");
export const reconnecting = () =>
  listening().says("u1", "오늘 힘들었어요").do({ type: "call.link", call: 1, link: "disconnected" });
/** Every try used up. */
export function lost() {
  const play = reconnecting();
  for (let index = 0; index < 5; index += 1) {
    play.wait(2_500).timer("attempt").wait(500).timer("next-attempt");
  }
  return play;
}
export const rollingOver = () => listening().timer("rollover");
export const sayingGoodbye = () => listening().timer("goodbye");
export const ended = () => listening().do({ type: "visitor.stop" });
export const failed = () =>
  preparing().do({ type: "conversation.refused", visit: 1, code: "realtime_unavailable", detail: "" });
export const closed = () => new Play().do(house({ open: false }));

export const PHASES = {
  closed, idle: () => new Play(), preparing, connecting, live: listening, reconnecting,
  "rolling-over": rollingOver, "saying-goodbye": sayingGoodbye, ended, failed,
};
