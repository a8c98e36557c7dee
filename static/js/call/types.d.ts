/** The vocabulary of the call, for the type checker alone: nothing here is loaded by a page. */

export type Phase =
  | "closed" | "idle" | "preparing" | "connecting" | "live" | "reconnecting"
  | "rolling-over" | "saying-goodbye" | "ended" | "failed";

/** Who may speak. */
export type Floor = "listening" | "visitor-speaking" | "thinking" | "character-speaking";

/** `none`: not asked for. `refused`, `missing`, `insecure`, `busy`: the visit goes on by text. */
export type Microphone = "none" | "pending" | "ready" | "refused" | "missing" | "insecure" | "busy";

/** How a visit left the visitor. */
export type Feeling = "lighter" | "same" | "heavier";

/** Reasons the server knows for the end of a conversation. */
export type EndReason = "visitor" | "closing" | "limit" | "lost" | "failed" | "page_left";

export type LinkState = "new" | "connected" | "disconnected" | "failed" | "closed";

export interface House {
  readonly open: boolean;
  readonly message: string;
  /** ISO time with Seoul's offset, or empty. */
  readonly opensAt: string;
  readonly closesAt: string;
  /** Milliseconds until the doors open, measured by the server's clock; null when not known. */
  readonly opensInMs: number | null;
  readonly reachable: boolean;
  /** Of a page as the server would make it now, or empty. */
  readonly stamp: string;
}

export interface Conversation {
  readonly id: string;
  readonly token: string;
  readonly halfDuplex: boolean;
  readonly echoTailMs: number;
  readonly replay: { readonly maxTurns: number; readonly maxTokens: number; readonly instructions: string };
}

export interface Credentials {
  readonly secret: string;
  readonly callsUrl: string;
}

/** What has arrived of a call: counts since it began. */
export interface Vitals {
  readonly packets: number;
  /** Of the sound in them, as `totalAudioEnergy`; null where the browser does not tell. */
  readonly energy: number | null;
  /** Signs of life on the link that the peer gave when asked; null where the browser does not tell. */
  readonly answers: number | null;
  /** The pair of addresses that they were counted on. */
  readonly pair: string;
}

/** Why a call was lost, in the words the server knows. */
export type DropCause =
  | "disconnected" | "failed" | "closed" | "channel_closed" | "session_expired" | "stalled" | "no_answer";

/** Cumulative whole numbers, as the server stores them. */
export interface Ledger {
  readonly connect_ms: number;
  readonly first_sound_ms: number;
  /** From the visitor's last word to the first sound: the median. */
  readonly turn_gap_ms: number;
  readonly turn_gap_ms_max: number;
  /** From the arrival of his sound's start to the closed microphone: the worst. */
  readonly gate_close_ms_max: number;
  readonly drops_by_cause: Readonly<Partial<Record<DropCause, number>>>;
  readonly turns: number;
  readonly drops: number;
  readonly recoveries: number;
  readonly recovery_ms_max: number;
  readonly attempts: number;
  readonly memory_kept: number;
  readonly memory_lost: number;
  readonly silent_replies: number;
  readonly crisis: number;
}

/** Tokens over the whole conversation. Cached tokens are part of the input, as the provider counts. */
export interface Usage {
  readonly text_in: number;
  readonly text_cached: number;
  readonly text_out: number;
  readonly audio_in: number;
  readonly audio_cached: number;
  readonly audio_out: number;
}

export interface Caption {
  readonly id: string;
  /** The item this one follows, or empty when not known. */
  readonly after: string;
  /** `none` marks items that keep the order but are not shown (tools, system). */
  readonly speaker: "visitor" | "character" | "none";
  readonly text: string;
  readonly progress: "pending" | "final" | "cut" | "failed";
  readonly response: string;
}

export interface FunctionCall {
  readonly callId: string;
  readonly name: string;
  readonly arguments: string;
}

export interface Flower {
  readonly name: string;
  readonly meaning: string;
  readonly colour: string;
  readonly shape: string;
  /** What the name means, for who reads no Korean. */
  readonly gloss?: string;
}

export interface GlossRow {
  readonly phrase: string;
  readonly old_spelling: string;
  readonly standard_korean: string;
  /** Sent to visitors who read English alone. */
  readonly english?: string;
}

export interface CrisisLine {
  readonly number: string;
  readonly name: string;
  readonly for_whom: string;
  readonly hours: string;
}

/** What a page knows of who is talked with. */
export interface Persona {
  readonly flowers: readonly Flower[];
  readonly glossary: readonly GlossRow[];
  /** Of another revision than the page came with: its own are in the page already. */
  readonly crisis_lines?: readonly CrisisLine[];
}

export interface Config {
  readonly api: { readonly status: string; readonly conversations: string };
  readonly provider: string;
  /** Where the published words of danger are. */
  readonly danger_words: string;
  /** Where that is which makes a picture of a flower. */
  readonly keepsake: string;
  readonly kiosk_key: string | null;
  readonly rehearsal: boolean;
  readonly ice_servers: RTCIceServer[];
  readonly persona: Persona;
  readonly words: Readonly<Record<string, string>>;
  /** The answer of `/api/status` when the page was made; null where nobody keeps hours. */
  readonly house: Readonly<Record<string, unknown>> | null;
  /** Changes whenever the page would; empty where it is not asked for anew. */
  readonly stamp: string;
}

/** A client event of the Realtime API. */
export type ClientEvent = Readonly<Record<string, unknown>> & { readonly type: string };

/** Whose response is being made. One `response.create` at a time, ever. */
export interface Responses {
  /** Response the provider is generating. */
  readonly active: string;
  /** `event_id` of our `response.create` that is not answered yet. */
  readonly requested: string;
  /** Body of the next `response.create`, sent when nothing runs. */
  readonly waiting: Readonly<Record<string, unknown>> | null;
  readonly last: Readonly<Record<string, unknown>>;
  readonly sequence: number;
  /** Cancel the requested response as soon as it has an id: before that a cancel is lost. */
  readonly cancelOnCreate: boolean;
}

/** The floor of one call. A new call begins with a fresh one. */
export interface Turn {
  /** `draining`: the provider has played it out, the room may still hear it. */
  readonly gate: "open" | "closed" | "draining";
  /** Rises with every change of the gate, so that late reports about an older one are nobody's. */
  readonly ticket: number;
  /** Response whose sound is playing. */
  readonly speaking: string;
  /** The last response that had sound. */
  readonly sounded: string;
  /** Responses the visitor cut off: whatever still arrives of them is dropped. */
  readonly dropped: readonly string[];
  readonly visitorSpeaking: boolean;
  /** The visitor's turn is over and no response has begun. */
  readonly awaiting: boolean;
  /** Completed response whose sound has not begun. */
  readonly silent: string;
  /** When the visitor's last word ended, until it is answered; else 0. */
  readonly endedAt: number;
  /** When the event arrived that closes the gate, until it is closed; else 0. */
  readonly closingAt: number;
}

export interface State {
  readonly phase: Phase;
  /** Why it ended or failed: an EndReason or a problem code. */
  readonly reason: string;
  /** The server's own sentence about it, or empty. */
  readonly detail: string;
  /** A passing remark for the visitor: key of a word, or empty. */
  readonly notice: string;
  /** What the house says to everybody. */
  readonly message: string;
  readonly house: House | null;
  readonly kiosk: boolean;
  /** A kiosk in a language that one of its visitors chose. */
  readonly abroad: boolean;
  /** Signs of a kiosk's visitor other than his voice: touches and keys. */
  readonly signs: number;
  readonly persona: Persona;
  /** The page's own; empty when it is to be loaded anew in any case. */
  readonly stamp: string;
  /** What the character is told when the end is near. */
  readonly goodbyeWords: string;
  /** Follows a replayed sentence that was cut off, so that the model can tell. */
  readonly cutWords: string;
  readonly visit: number;
  readonly voice: boolean;
  readonly microphone: Microphone;
  readonly muted: boolean;
  /** The microphone picks something up; null while nobody can tell. */
  readonly hearing: boolean | null;
  readonly soundBlocked: boolean;
  readonly startedAt: number;
  readonly conversation: Conversation | null;
  /** The one that has ended; only how it felt may still be told of it. */
  readonly parted: Conversation | null;
  readonly felt: Feeling | "";
  readonly call: number;
  /** A call that is being opened beside the current one, or instead of none. */
  readonly candidate: number;
  /** When the candidate's session ends, once it stands ready to be adopted; endless until the provider tells; else 0. */
  readonly candidateUntil: number;
  readonly lastCall: number;
  /** The current call can't come back: its channel closed or its session expired. */
  readonly callDead: boolean;
  /** Mended because his sound stopped coming, while the link itself still says it stands. */
  readonly stalled: boolean;
  /** It stalled though packets came, all of them silence: what he was saying was heard by nobody. */
  readonly mute: boolean;
  /** The browser says that there is no network; the call may live on all the same. */
  readonly offline: boolean;
  /** Quiet tries since the counted ones were used up. */
  readonly knocks: number;
  readonly attempt: number;
  readonly lostAt: number;
  readonly endsAt: number;
  readonly goodbye: "none" | "due" | "said";
  readonly rolloverDue: boolean;
  readonly houseOpen: boolean;
  readonly turn: Turn;
  readonly responses: Responses;
  readonly silentAsked: boolean;
  readonly captions: readonly Caption[];
  readonly held: readonly { readonly id: string; readonly text: string }[];
  readonly textCount: number;
  /** Last replayed item, until the provider has confirmed or refused it. */
  readonly replaying: string;
  /** How many items of a replay the current session still holds. */
  readonly replayed: number;
  /** `reason`: the character's own sentence; `serial` tells two alike apart. */
  readonly flower: (Flower & { readonly serial: number; readonly reason: string }) | null;
  readonly crisis: boolean;
  readonly help: boolean;
  readonly ledger: Ledger;
  /** Milliseconds from the visitor's last word to his first sound, by turn. */
  readonly gaps: readonly number[];
  readonly usage: Usage;
}

export interface ResponseDone {
  readonly type: "server.response-done";
  readonly response: string;
  readonly status: string;
  readonly code: string;
  readonly calls: readonly FunctionCall[];
  readonly hasMessage: boolean;
  readonly usage: Usage;
}

/** What the provider said, in our words; `call` is added by the edge that heard it. */
export type ServerEvent =
  | { readonly type: "server.session"; readonly expiresInMs: number }
  | { readonly type: "server.item"; readonly item: string; readonly after: string; readonly speaker: Caption["speaker"]; readonly text: string }
  | { readonly type: "server.speech-started" }
  | { readonly type: "server.speech-stopped" }
  | { readonly type: "server.committed"; readonly item: string; readonly after: string }
  | { readonly type: "server.heard"; readonly item: string; readonly delta: string }
  | { readonly type: "server.transcribed"; readonly item: string; readonly text: string }
  | { readonly type: "server.transcription-failed"; readonly item: string }
  | { readonly type: "server.response-created"; readonly response: string }
  | ResponseDone
  | { readonly type: "server.said"; readonly response: string; readonly item: string; readonly delta: string }
  | { readonly type: "server.said-all"; readonly response: string; readonly item: string; readonly text: string }
  | { readonly type: "server.sound-started"; readonly response: string }
  | { readonly type: "server.sound-stopped"; readonly response: string }
  | { readonly type: "server.truncated"; readonly item: string }
  | { readonly type: "server.error"; readonly code: string; readonly eventId: string };

/** `arrivedAt`: the message's own time, before it waited for the page. */
export type Heard = ServerEvent & { readonly call: number; readonly arrivedAt?: number };

type Stamped<E> = E & { readonly at: number };

export interface Begun {
  readonly type: "conversation.begun";
  readonly visit: number;
  readonly conversation: Conversation;
  readonly secret: string;
  readonly callsUrl: string;
  readonly endsInMs: number;
  /** When it is another than the page came with. */
  readonly persona: Persona | null;
}

export interface Beat {
  readonly type: "conversation.beat";
  readonly id: string;
  readonly open: boolean;
  readonly hangUp: boolean;
  readonly endsInMs: number;
  readonly message: string;
}

/** Every event, before the store stamps it with `at` (milliseconds of the page's clock). */
export type Report =
  | { readonly type: "page.opened"; readonly abroad: boolean }
  | { readonly type: "page.hidden" }
  | { readonly type: "page.shown" }
  | { readonly type: "visitor.start"; readonly voice: boolean }
  | { readonly type: "visitor.stop" }
  | { readonly type: "visitor.mute" }
  | { readonly type: "visitor.interrupt" }
  | { readonly type: "visitor.retry" }
  | { readonly type: "visitor.help" }
  | { readonly type: "visitor.present" }
  | { readonly type: "visitor.sound" }
  | { readonly type: "visitor.felt"; readonly feeling: Feeling }
  | { readonly type: "visitor.text"; readonly text: string }
  | { readonly type: "house.status"; readonly house: House }
  | { readonly type: "house.unknown" }
  | { readonly type: "network.online" }
  | { readonly type: "network.offline" }
  | { readonly type: "microphone.ready"; readonly visit: number }
  | { readonly type: "microphone.failed"; readonly visit: number; readonly reason: Microphone }
  | { readonly type: "microphone.lost"; readonly visit: number }
  | { readonly type: "microphone.changed" }
  | { readonly type: "microphone.closed" }
  | { readonly type: "microphone.level"; readonly hearing: boolean }
  | Begun
  | Beat
  | { readonly type: "conversation.refused"; readonly visit: number; readonly code: string; readonly detail: string }
  | { readonly type: "conversation.gone"; readonly id: string; readonly code: string; readonly detail: string }
  | { readonly type: "call.link"; readonly call: number; readonly link: LinkState }
  | { readonly type: "call.stall"; readonly call: number; readonly stalled: boolean; readonly unheard?: string }
  | { readonly type: "call.opened"; readonly call: number }
  | { readonly type: "call.closed"; readonly call: number }
  | { readonly type: "call.failed"; readonly call: number; readonly code: string; readonly detail: string }
  | { readonly type: "speaker.quiet"; readonly ticket: number }
  | { readonly type: "speaker.blocked" }
  | { readonly type: "speaker.playing" }
  | { readonly type: "timer.fired"; readonly name: TimerName }
  | Heard;

export type Event = Stamped<Report>;
export type EventOf<T extends Report["type"]> = Extract<Event, { type: T }>;

export type TimerName =
  | "house" | "heartbeat" | "connect" | "attempt" | "next-attempt" | "rollover" | "goodbye"
  | "limit" | "tail" | "gate" | "awaiting" | "response" | "held" | "silent" | "unheard" | "rest"
  | "absent" | "away" | "given-up" | "abroad";

/** What the edges are asked to do. */
export type Effect =
  | { readonly type: "microphone.open"; readonly visit: number }
  | { readonly type: "microphone.enable"; readonly on: boolean }
  | { readonly type: "microphone.close" }
  | { readonly type: "speaker.wake" }
  | { readonly type: "speaker.hush"; readonly on: boolean }
  | { readonly type: "speaker.await-quiet"; readonly ticket: number; readonly quietMs: number; readonly boundMs: number }
  | { readonly type: "speaker.stop" }
  | { readonly type: "house.ask" }
  | { readonly type: "page.renew"; readonly stamp: string; readonly home: boolean }
  | { readonly type: "conversation.begin"; readonly visit: number }
  | { readonly type: "conversation.heartbeat"; readonly conversation: Conversation; readonly phase: Phase; readonly ledger: Ledger; readonly usage: Usage }
  | { readonly type: "conversation.feeling"; readonly conversation: Conversation; readonly feeling: Feeling }
  | { readonly type: "conversation.end"; readonly conversation: Conversation; readonly reason: EndReason; readonly ledger: Ledger; readonly usage: Usage }
  | { readonly type: "call.prepare"; readonly call: number; readonly voice: boolean }
  | { readonly type: "call.connect"; readonly call: number; readonly conversation: Conversation; readonly credentials: Credentials }
  | { readonly type: "call.open"; readonly call: number; readonly conversation: Conversation; readonly voice: boolean; readonly cause: "reconnect" | "rollover" }
  | { readonly type: "call.adopt"; readonly call: number }
  | { readonly type: "call.attach"; readonly call: number }
  | { readonly type: "call.watch"; readonly call: number; readonly response: string }
  | { readonly type: "call.check"; readonly call: number }
  | { readonly type: "call.close"; readonly call: number }
  | { readonly type: "call.release"; readonly call: number }
  | { readonly type: "call.send"; readonly call: number; readonly events: readonly ClientEvent[] }
  | { readonly type: "timer.start"; readonly name: TimerName; readonly ms: number }
  | { readonly type: "timer.cancel"; readonly name: TimerName }
  | { readonly type: "timer.cancel-all" };

export type Step = readonly [State, readonly Effect[]];
