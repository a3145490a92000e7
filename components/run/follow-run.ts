import { isUnderWay, type RunView } from '@/components/run/run-view';

type Timer = ReturnType<typeof setTimeout>;

export type FollowOptions = {
  onUpdate: (run: RunView) => void;
  /** How often to ask when the stream cannot be had. */
  pollMs?: number;
  /** The browser's own; a test brings its own. */
  open?: (url: string) => EventSource;
  ask?: (url: string) => Promise<RunView | null>;
};

/**
 * Follows a run until nothing moves any more, by its event stream; a stream that ends or never opens is replaced by asking. A
 * reload simply follows again: each event is the whole run. Answers how to stop.
 */
export function followRun(runId: string, { onUpdate, pollMs = 2000, open, ask }: FollowOptions): () => void {
  const url = `/api/v1/bill-runs/${runId}`;
  const askFor = ask ?? fetchRun;
  let source: EventSource | null = null;
  let timer: Timer | undefined;
  let isStopped = false;

  const stop = () => {
    isStopped = true;
    source?.close();
    clearTimeout(timer);
  };
  const update = (run: RunView) => {
    if (isStopped) return;
    onUpdate(run);
    if (!isUnderWay(run.phase)) stop();
  };
  const poll = async () => {
    const run = await askFor(url).catch(() => null);
    if (run) update(run);
    if (!isStopped) timer = setTimeout(poll, pollMs);
  };

  try {
    source = (open ?? ((address) => new EventSource(address)))(`${url}/events`);
    const read = (event: MessageEvent<string>) => update(JSON.parse(event.data) as RunView);
    source.onmessage = read;
    source.addEventListener('run', read as (event: Event) => void);
    source.onerror = () => {
      // The browser reconnects by itself unless the server has refused; then only asking is left.
      if (source?.readyState !== 2 || isStopped) return;
      source.close();
      source = null;
      void poll();
    };
  } catch {
    void poll();
  }
  return stop;
}

async function fetchRun(url: string): Promise<RunView | null> {
  const response = await fetch(url, { headers: { accept: 'application/json' }, cache: 'no-store' });
  return response.ok ? ((await response.json()) as RunView) : null;
}
