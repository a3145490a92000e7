/** One thing after the other, in the order in which they were asked for: a connection does one statement at a time. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();

  /** May be waited for in a later turn; until then its failure is nobody's yet. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  async idle(): Promise<void> {
    await this.#last;
  }
}
