/** The vocabulary of the panel, for the type checker alone. */

/** What the provider's price list has, in US dollars for a million tokens. */
export interface Prices {
  readonly text_in: number;
  readonly text_cached: number;
  readonly text_out: number;
  readonly audio_in: number;
  readonly audio_cached: number;
  readonly audio_out: number;
}

/** Tokens of one reply. Cached tokens are part of the input, as the provider counts. */
export type Tokens = Prices;

export interface BenchConfig {
  readonly prices: Prices | null;
  /** What writes the visitor's words down, in US dollars a minute where that is known; null where nothing does. */
  readonly transcription: { readonly per_minute: number | null } | null;
  readonly words: Readonly<Record<string, string>>;
}

export type Fields = Readonly<Record<string, unknown>>;

/** One thing that happened on the wire. `event` is empty when the channel opened or closed. */
export interface Entry {
  readonly direction: "sent" | "received" | "channel_open" | "channel_closed";
  readonly at: number;
  readonly event: Fields;
}

export interface Part {
  note(entry: Entry): void;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}
