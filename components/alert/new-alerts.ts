import { useEffect, useSyncExternalStore } from 'react';
import { BILL_MOVED } from '@/components/bill/live-total';

const LOOK_MS = 10_000;
/** A budget is compared within seconds of the usage that moved the bill. */
const AFTER_MOVE_MS = [3_000, 6_000];

let count: number | null = null;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** How many alerts are new: `initial` from the page, and again every ten seconds while the page is looked at. One look for all bells. */
export function useNewAlerts(initial: number): number {
  useEffect(() => set(initial), [initial]);
  return useSyncExternalStore(
    subscribe,
    () => count ?? initial,
    () => initial,
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    timer = setInterval(look, LOOK_MS);
    window.addEventListener(BILL_MOVED, lookSoon);
    document.addEventListener('visibilitychange', look);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    window.removeEventListener(BILL_MOVED, lookSoon);
    document.removeEventListener('visibilitychange', look);
  };
}

function lookSoon(): void {
  for (const ms of AFTER_MOVE_MS) setTimeout(look, ms);
}

async function look(): Promise<void> {
  if (document.hidden || listeners.size === 0) return;
  try {
    const answer = await fetch('/api/v1/alerts/new', { headers: { accept: 'application/json' } });
    if (answer.ok) set(((await answer.json()) as { count: number }).count);
  } catch {
    // The next look tells.
  }
}

function set(next: number): void {
  if (next === count) return;
  count = next;
  for (const listener of listeners) listener();
}
