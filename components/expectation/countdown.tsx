'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { timeLeft } from '@/components/expectation/time-left';
import { classNames } from '@/components/ui/class-names';

export type CountdownProps = {
  at: string;
  /** When the page was made: what is shown first is the same on both sides. */
  now: string;
};

const TICK_MS = 15_000;
const SOON_MS = 48 * 3_600_000;

/** How long until a moment, or since; it goes on while the page is open. */
export function Countdown({ at, now }: CountdownProps): ReactNode {
  const t = useTranslations('expectation.countdown');
  const [nowMs, setNowMs] = useState(() => Date.parse(now));
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const { isOver, ...left } = timeLeft(at, nowMs);
  const isSoon = !isOver && Date.parse(at) - nowMs <= SOON_MS;
  return (
    <span className={classNames('whitespace-nowrap', isSoon ? 'text-attention' : 'text-ink-muted')}>
      {t(isOver ? 'over' : 'left', left)}
    </span>
  );
}
