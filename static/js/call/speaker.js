/** The character's voice in the room: an <audio> element, and an ear on what it plays. */

/** Below this the stream is silent to a microphone across a table. */
const QUIET_LEVEL = 0.003;
const POLL_MS = 20;

export class Speaker {
  #element;
  #meter;
  #report;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #watch;

  /**
   * @param {HTMLAudioElement} element
   * @param {{watch: (stream: MediaStream | null) => void, level: () => number | null}} meter
   * @param {(report: {type: "speaker.blocked"} | {type: "speaker.playing"} | {type: "speaker.quiet", ticket: number}) => void} report
   */
  constructor(element, meter, report) {
    this.#element = element;
    this.#meter = meter;
    this.#report = report;
  }

  /** Play this call's stream and no other. @param {MediaStream | null} stream */
  play(stream) {
    this.#element.srcObject = stream;
    this.#element.muted = false;
    this.#meter.watch(stream);
    this.wake();
  }

  /** Start playing; a browser that wants a touch first is reported. */
  wake() {
    if (!this.#element.srcObject) return;
    this.#element.play().then(
      () => this.#report({ type: "speaker.playing" }),
      (error) => {
        if (error instanceof DOMException && error.name === "NotAllowedError") {
          this.#report({ type: "speaker.blocked" });
        }
      },
    );
  }

  /** @param {boolean} on silence at once what is still in the browser's buffer */
  hush(on) {
    this.#element.muted = on;
  }

  /**
   * Report when the stream has been quiet for `quietMs`, at the latest after `boundMs`. While the
   * level can't be read only the bound counts.
   * @param {{ticket: number, quietMs: number, boundMs: number}} wish
   */
  awaitQuiet({ ticket, quietMs, boundMs }) {
    clearInterval(this.#watch);
    const from = performance.now();
    let loudAt = from;
    this.#watch = setInterval(() => {
      const now = performance.now();
      if ((this.#meter.level() ?? 1) > QUIET_LEVEL) loudAt = now;
      if (now - loudAt < quietMs && now - from < boundMs) return;
      clearInterval(this.#watch);
      this.#report({ type: "speaker.quiet", ticket });
    }, POLL_MS);
  }

  stop() {
    clearInterval(this.#watch);
    this.#element.pause();
    this.#element.srcObject = null;
    this.#meter.watch(null);
  }
}
