import { AppError } from '@/lib/errors';

/**
 * Lets so many pieces of one kind of work run at once in this process, of so much weight together, and so many more wait their turn.
 * A piece that is heavier than all may be runs alone. Whoever comes when the queue is full is sent away at once, with nothing done: a
 * queue without an end would lose requests to time-outs after it had worked for them.
 * Fails: AppError `busy`, answered as 429 with Retry-After.
 */
export class Gate {
  #running = 0;
  #weight = 0;
  readonly #waiting: { weight: number; enter: () => void }[] = [];

  constructor(private readonly limits: { running: number; weight: number; waiting: number }) {}

  async run<T>(weight: number, work: () => Promise<T>): Promise<T> {
    await this.#enter(weight);
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#weight -= weight;
      this.#letIn();
    }
  }

  /** In the order in which they came: a light one does not pass a heavy one, which would otherwise wait for ever. */
  async #enter(weight: number): Promise<void> {
    if (this.#waiting.length === 0 && this.#hasRoom(weight)) return this.#take(weight);
    if (this.#waiting.length >= this.limits.waiting) throw busy();
    await new Promise<void>((enter) => {
      this.#waiting.push({ weight, enter });
    });
  }

  #letIn(): void {
    for (let next = this.#waiting[0]; next && this.#hasRoom(next.weight); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#take(next.weight);
      next.enter();
    }
  }

  #hasRoom(weight: number): boolean {
    if (this.#running === 0) return true;
    return this.#running < this.limits.running && this.#weight + weight <= this.limits.weight;
  }

  #take(weight: number): void {
    this.#running += 1;
    this.#weight += weight;
  }
}

const busy = () =>
  new AppError(
    'rate_limited',
    'busy',
    'Too much comes in at once, and nothing of this was taken. Send it again.',
    [{ code: 'retry_after', path: '1', message: 'Try again in a second.' }],
  );
