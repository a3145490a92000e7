import { isUnderWay, type RunView } from '@/components/run/run-view';

export type FollowOptions = {
  onUpdate: (run: RunView) => void;
  /** Asks for the run by another way; null when that fails too. */
  ask: () => Promise<RunView | null>;
  /** How often to ask when the stream cannot be had. */
  pollMs?: number;
  /** The browser's own; a test brings its own. */
  open?: (url: string) => EventSource;
};

/**
 * Follows a run until nothing moves any more, by its event stream; where the stream is refused, by asking. Each event is the
 * whole run, so that a page that was reloaded, or a browser that reconnected, has missed nothing. Answers how to stop.
 */
export function followRun(
  runId: string,
  { onUpdate, ask, pollMs = 2000, open = (url) => new EventSource(url) }: FollowOptions,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const source = open(`/api/v1/bill-runs/${runId}/events`);

  const stop = () => {
    isStopped = true;
    source.close();
    clearTimeout(timer);
  };
  const update = (run: RunView) => {
    if (isStopped) return;
    onUpdate(run);
    if (!isUnderWay(run.phase)) stop();
  };
  const poll = async () => {
    const run = await ask().catch(() => null);
    if (run) update(run);
    if (!isStopped) timer = setTimeout(poll, pollMs);
  };

  source.addEventListener('run', (event: MessageEvent<string>) => update(JSON.parse(event.data) as RunView));
  source.addEventListener('error', () => {
    // A browser reconnects by itself unless it was refused; only then is it closed.
    if (source.readyState === CLOSED && !isStopped && timer === undefined) void poll();
  });
  return stop;
}

const CLOSED = 2;
