type Close = () => Promise<unknown> | unknown;

/**
 * What has to be ended, in the reverse order of its beginning. A thing that is still beginning is registered as a
 * promise: the end waits for it and then ends it, so nothing is left behind.
 */
export class Closers {
  private readonly stack: Promise<Close | null>[] = [];
  private closing: Promise<void> | undefined;

  get isClosing(): boolean {
    return this.closing !== undefined;
  }

  add(close: Close | Promise<Close>): void {
    this.stack.push(Promise.resolve(close).catch(() => null));
  }

  /** Ends everything once; a second call waits for the first. One failure does not keep the rest from ending. */
  close(): Promise<void> {
    this.closing ??= this.unwind();
    return this.closing;
  }

  private async unwind(): Promise<void> {
    for (let next = this.stack.pop(); next !== undefined; next = this.stack.pop()) {
      try {
        await (await next)?.();
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
      }
    }
  }
}
