export type FollowOptions = {
  /** Reads what is due now, as text; null when it could not be read. */
  look: () => Promise<string | null>;
  onMoved: () => void;
  isHidden?: () => boolean;
  everyMs?: number;
};

const EVERY_MS = 5_000;

/** Looks every few seconds whether the next payout moved, while the page is looked at. Answers how to stop. */
export function followNextPayout({
  look,
  onMoved,
  isHidden = () => document.hidden,
  everyMs = EVERY_MS,
}: FollowOptions): () => void {
  let seen: string | null = null;
  let isStopped = false;
  const step = async () => {
    if (isHidden()) return;
    const now = await look().catch(() => null);
    if (isStopped || now === null) return;
    if (seen !== null && now !== seen) onMoved();
    seen = now;
  };
  void step();
  const timer = setInterval(() => void step(), everyMs);
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
