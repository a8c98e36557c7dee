/**
 * Every phase of the machine as the page shows it, drawn by its own view without a call: for judges
 * that look at many sizes of one state. Evaluated in a page whose main module was kept away.
 */
async () => {
  const { View } = await import("/static/js/call/view.js");
  const { INITIAL, FRESH_TURN } = await import("/static/js/call/facts.js");
  const main = document.querySelector("main[data-phase]");
  const config = JSON.parse(document.querySelector("#sarado-config").text);
  const view = new View(main, config, () => undefined);

  const house = { open: true, message: "", opensAt: "", closesAt: "2026-11-24T18:00:00+09:00", opensInMs: null, reachable: true };
  const shut = { ...house, open: false, opensAt: "2026-11-25T08:00:00+09:00" };
  const conversation = { id: "c", token: "t", halfDuplex: true, echoTailMs: 200, replay: { maxTurns: 20, maxTokens: 2000, instructions: "" } };
  const said = [
    ["character", "혼저옵서예. 저는 서천꽃밭을 돌보는 사라도령이에요. 오늘은 어떤 마음으로 오셨어요?"],
    ["visitor", "요즘 회사에서 자꾸 실수를 해서, 집에 오면 혼자 앉아 한참을 멍하니 있게 돼요."],
    ["character", "폭삭 속았수다. 하루를 다 쓰고 남은 자리에 그 마음만 오도카니 앉아 있었겠네요."],
    ["visitor", "네, 맞아요."],
  ];
  const captions = said.map(([speaker, text], n) => ({
    id: `i${n}`, after: n ? `i${n - 1}` : "", speaker, text, progress: "final", response: speaker === "character" ? `r${n}` : "",
  }));
  const visit = { house, conversation, captions, visit: 1, call: 1, lastCall: 1, microphone: "ready", hearing: false };
  const live = { ...visit, phase: "live" };
  const turn = (over) => ({ turn: { ...FRESH_TURN, ...over } });
  const failed = (reason, more = {}) => ({ phase: "failed", house, captions, reason, ...more });
  const ended = (reason, more = {}) => ({ phase: "ended", house, captions, parted: conversation, reason, ...more });

  const STATES = {
    closed: { phase: "closed", house: shut, message: config.words.opens_at.replace("{time}", "11:59") },
    "closed under a talk": { phase: "closed", house: shut, captions, reason: "house_closed", detail: config.words.ended_closing },
    idle: { phase: "idle", house },
    "idle, help by hand": { phase: "idle", house, help: true },
    preparing: { phase: "preparing", house, microphone: "pending" },
    connecting: { phase: "connecting", house, microphone: "ready" },
    "live, listening": live,
    "live, muted": { ...live, muted: true },
    "live, visitor speaking": { ...live, hearing: true, ...turn({ visitorSpeaking: true }) },
    "live, thinking": { ...live, ...turn({ awaiting: true }) },
    "live, he speaks": { ...live, ...turn({ speaking: "r2", gate: "closed" }) },
    "live, in writing": { ...live, voice: false, microphone: "none" },
    "live, help by hand": { ...live, help: true },
    "live, sound blocked": { ...live, soundBlocked: true },
    "live, offline": { ...live, offline: true },
    "live, unheard": { ...live, notice: "unheard" },
    ...Object.fromEntries(["refused", "missing", "insecure", "busy"].map((microphone) => [`live, microphone ${microphone}`, { ...live, microphone }])),
    flower: { ...live, flower: { ...config.persona.flowers[0], serial: 1, reason: "웃을 기운이 없는 날에도 꽃은 피니까, 한숨 돌리시라고 골랐어요." } },
    crisis: { ...live, crisis: true, help: true },
    "crisis, call lost": { ...visit, phase: "failed", reason: "lost", crisis: true, help: true },
    reconnecting: { ...visit, phase: "reconnecting", attempt: 2 },
    "rolling over": { ...visit, phase: "rolling-over", candidate: 2 },
    "saying goodbye": { ...visit, phase: "saying-goodbye", goodbye: "said", message: "꽃밭이 곧 닫혀요." },
    "ended by the visitor": ended("visitor"),
    "ended by closing": ended("closing", { house: shut }),
    "ended by the limit": ended("limit"),
    "failed, lost": failed("lost", { conversation }),
    "failed, may be tried again": failed("realtime_unavailable"),
    "failed, no use to try": failed("insufficient_quota"),
    "failed, house full": failed("house_full"),
    "failed, no network": failed("network"),
  };
  window.__show = (name) => view.show({ ...INITIAL, persona: config.persona, ...STATES[name] });
  return Object.keys(STATES);
}
