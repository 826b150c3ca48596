/** Milliseconds of work before the page gets a chance to answer to the person. */
const SLICE = 8;
/** Rest for each moment of work: text that grows may have this small a part of the page's time. */
const REST_PER_WORK = 24;
/** Milliseconds of rest after however little work. */
const SHORTEST_REST = 50;

/** How long the browser then takes to show what has changed, in milliseconds; on some machines most of it. */
function measurePicture(tell: (milliseconds: number) => void): void {
  requestAnimationFrame(() => {
    const begun = performance.now();
    setTimeout(() => tell(performance.now() - begun));
  });
}

/** Milliseconds that all together have worked in the present task: a conversation has many answers. */
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
 * Does work step by step. A lot at once is done in slices; what comes again and again (each piece of a
 * stream) waits until its turn, and pieces that come meanwhile are done together.
 */
export class Pace {
  readonly #step: () => boolean;
  readonly #onEnd: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restsUntil = 0;

  /** `step` does a small piece of work and says whether there is more; `onEnd` hears when there is none. */
  constructor(step: () => boolean, onEnd: () => void) {
    this.#step = step;
    this.#onEnd = onEnd;
  }

  /**
   * There is work. It begins without a rest if it is urgent; otherwise when it has rested enough, and in a task
   * of its own, for the present one has just read what there is to show.
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

  /** Works for a slice. Gives how long it took. */
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
      measurePicture((took) => {
        this.#restsUntil += took * REST_PER_WORK;
      });
      this.#onEnd();
    }
    return worked;
  }
}
