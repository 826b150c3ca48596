/** Milliseconds of work before the page can react to the person again. */
const SLICE = 8;
/** Rest for each millisecond of work: growing text may take no larger share of the page's time. */
const REST_PER_WORK = 24;
/** Milliseconds of rest after even the least work. */
const SHORTEST_REST = 50;

/** Measures how long the browser takes to paint the change, which on some machines is most of the time. */
function measurePaint(tell: (milliseconds: number) => void): void {
  requestAnimationFrame(() => {
    const begun = performance.now();
    setTimeout(() => tell(performance.now() - begun));
  });
}

/** Milliseconds that all answers of the page together have worked in the current task. */
let spent = 0;

function spend(milliseconds: number): void {
  if (spent === 0) {
    setTimeout(() => {
      spent = 0;
    });
  }
  spent += milliseconds;
}

/**
 * Does work in small steps. Much work at once is done in slices. Work that comes again and again, such as the
 * pieces of a stream, waits for its turn, and the pieces that arrive meanwhile are done together.
 */
export class Pace {
  readonly #step: () => boolean;
  readonly #onEnd: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restsUntil = 0;

  /** `step` does a small piece of work and returns whether there is more; `onEnd` is called when there is none. */
  constructor(step: () => boolean, onEnd: () => void) {
    this.#step = step;
    this.#onEnd = onEnd;
  }

  /**
   * There is work. Urgent work begins without a rest. Other work begins after the rest and in a task of its own,
   * because the current task has just read the stream.
   */
  wake(urgent = false): void {
    if (urgent) {
      this.stop();
      this.#restsUntil = 0;
    }
    if (urgent && spent < SLICE) spend(this.#work());
    else this.#timer ??= setTimeout(() => this.#work(), this.#restsUntil - performance.now());
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Works for a slice. Returns how long it took. */
  #work(): number {
    this.stop();
    const begun = performance.now();
    let more = true;
    let worked = 0;
    while (more && worked < SLICE) {
      more = this.#step();
      worked = performance.now() - begun;
    }
    if (more) {
      this.#timer = setTimeout(() => this.#work());
    } else {
      this.#restsUntil = begun + worked + Math.max(worked * REST_PER_WORK, SHORTEST_REST);
      measurePaint((took) => {
        this.#restsUntil += took * REST_PER_WORK;
      });
      this.#onEnd();
    }
    return worked;
  }
}
