/** How loud a stream is, read from its samples. */

const WINDOW = 512;

/** Root mean square of samples between -1 and 1. @param {Float32Array} samples */
export function loudness(samples) {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length ? Math.sqrt(sum / samples.length) : 0;
}

export class LevelMeter {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {MediaStream | null} */
  #stream = null;
  #samples = new Float32Array(WINDOW);
  /** @type {MediaStreamAudioSourceNode | null} */
  #source = null;
  /** @type {AnalyserNode | null} */
  #analyser = null;

  /** Begin to listen: what is watched already, and what is later. @param {AudioContext} context */
  wake(context) {
    if (this.#context) return;
    this.#context = context;
    this.watch(this.#stream);
  }

  /** @param {MediaStream | null} stream */
  watch(stream) {
    this.#stream = stream;
    this.#source?.disconnect();
    this.#source = null;
    if (!this.#context || !stream?.getAudioTracks().length) return;
    try {
      this.#analyser ??= new AnalyserNode(this.#context, { fftSize: WINDOW });
      this.#source = new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream });
      this.#source.connect(this.#analyser);
    } catch {
      // Firefox joins no stream to a context of another sample rate (Mozilla bug 1674892): with a
      // Bluetooth headset, or where it hides its real rate. Nobody can tell then; the talk goes on.
    }
  }

  /** Loudness now, or null when nobody can tell (no stream, or audio sleeps). */
  level() {
    if (!this.#source || !this.#analyser || this.#context?.state !== "running") return null;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return loudness(this.#samples);
  }
}
