/** How large an element stands, and its way to another size, which the compositor carries. */

/** Too small a change to see. */
const SEEN = 0.01;
/**
 * An animation lasts so many times longer than it moves: the end of one wakes the page for a whole
 * frame, and as a rule the next has replaced it long before.
 */
const REST = 60;

export class Growth {
  #element;
  #from;
  #to;
  #began = 0;
  #ms = 0;
  /** @type {Animation | undefined} */
  #animation;

  /** @param {HTMLElement | undefined} element @param {number} size it has now */
  constructor(element, size) {
    this.#element = element;
    this.#from = this.#to = size;
  }

  /** @param {number} size 1 is as drawn @param {number} ms on the way; 0: be there */
  to(size, ms) {
    if (Math.abs(size - this.#to) < SEEN) return;
    const now = performance.now();
    const gone = this.#ms ? Math.min(1, (now - this.#began) / this.#ms) : 1;
    const from = this.#from + (this.#to - this.#from) * gone;
    [this.#from, this.#to, this.#began, this.#ms] = [from, size, now, ms];
    const before = this.#animation;
    this.#animation = undefined;
    if (ms === 0) this.#element?.style.setProperty("scale", `${size}`);
    else this.#animation = this.#grow(from, size, ms);
    before?.cancel();
  }

  /** @param {number} from @param {number} to @param {number} ms */
  #grow(from, to, ms) {
    const animation = this.#element?.animate({ scale: [from, to, to], offset: [0, 1 / REST, 1] }, { duration: ms * REST, fill: "forwards" });
    // Told its beginning, it need not come back to ask for one, which costs another frame.
    if (animation) animation.startTime = document.timeline.currentTime;
    return animation;
  }
}
