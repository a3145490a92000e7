import type { Recycle } from '@/components/suspense/suspense-view';

export type FollowOptions = {
  onUpdate: (recycle: Recycle) => void;
  /** Asks by another way; null when that fails too. */
  ask: () => Promise<Recycle | null>;
};

/** Follows a recycle until it is over, by its event stream; where that is refused, by asking. Answers how to stop. */
export function followRecycle(id: string, { onUpdate, ask }: FollowOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const source = new EventSource(`/api/v1/usage/suspense/recycles/${id}/events`);
  const stop = () => {
    isStopped = true;
    source.close();
    clearTimeout(timer);
  };
  const update = (recycle: Recycle) => {
    if (isStopped) return;
    onUpdate(recycle);
    if (recycle.state === 'done' || recycle.state === 'failed') stop();
  };
  const poll = async () => {
    const recycle = await ask().catch(() => null);
    if (recycle) update(recycle);
    if (!isStopped) timer = setTimeout(poll, POLL_MS);
  };
  source.addEventListener('recycle', (event: MessageEvent<string>) =>
    update(JSON.parse(event.data) as Recycle),
  );
  source.addEventListener('error', () => {
    // A browser reconnects by itself unless it was refused; only then is it closed.
    if (source.readyState === EventSource.CLOSED && !isStopped && timer === undefined) void poll();
  });
  return stop;
}

const POLL_MS = 2_000;
