import { AppError } from '@/lib/errors';

/**
 * Lets so many pieces of one kind of work run at once in this process, and so many more wait their turn. Whoever comes then is sent
 * away at once, with nothing done: a queue without an end would lose requests to time-outs after it had worked for them.
 * Fails: AppError `busy`, answered as 429 with Retry-After.
 */
export class Gate {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly limits: { running: number; waiting: number }) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await work();
    } finally {
      // The place goes from hand to hand, so that nobody who comes anew takes it from those who wait.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.limits.running) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= this.limits.waiting) throw busy();
    await new Promise<void>((enter) => {
      this.#waiting.push(enter);
    });
  }
}

const busy = () =>
  new AppError(
    'rate_limited',
    'busy',
    'Too much comes in at once, and nothing of this was taken. Send it again.',
    [{ code: 'retry_after', path: '1', message: 'Try again in a second.' }],
  );
