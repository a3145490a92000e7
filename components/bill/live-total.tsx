'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { amountBetween } from '@/components/bill/amounts-between';
import { followCurrentBill } from '@/components/bill/follow-current-bill';
import { MoneyText } from '@/components/money/money-text';

const RISE_MS = 700;
const REFRESH_MS = 2_000;

/** Said to the page when a bill has moved: what depends on it may look again. */
export const BILL_MOVED = 'tributary:bill-moved';

/** The bill so far as it rises: calmly, at once for who wants no motion. What stands around it is read again by the page. */
export function LiveTotal({
  accountId,
  total,
  currency,
}: {
  accountId: string;
  total: string;
  currency: string;
}): ReactNode {
  const t = useTranslations('bill.soFar');
  const router = useRouter();
  const [latest, setLatest] = useState(total);
  const [state, setState] = useState<'connecting' | 'live' | 'away'>('connecting');
  const shown = useRising(latest);

  useEffect(() => setLatest(total), [total]);
  const known = useRef(total);
  useEffect(() => {
    let refresh: ReturnType<typeof setTimeout> | undefined;
    const stop = followCurrentBill(accountId, {
      onState: setState,
      onBill: (bill) => {
        setLatest(bill.total);
        if (bill.total === known.current) return;
        known.current = bill.total;
        window.dispatchEvent(new Event(BILL_MOVED));
        refresh ??= setTimeout(() => {
          refresh = undefined;
          router.refresh();
        }, REFRESH_MS);
      },
    });
    return () => {
      clearTimeout(refresh);
      stop();
    };
  }, [accountId, router]);

  return (
    <div className="pt-1 pb-4" data-live={state}>
      <p className="text-2xl font-medium tracking-tight">
        <MoneyText amount={shown} currency={currency} size="figure" />
      </p>
      <p className="flex items-center gap-1.5 text-sm text-ink-muted">
        <span
          aria-hidden
          className={state === 'live' ? 'size-2 rounded-full bg-accent' : 'size-2 rounded-full border'}
        />
        <span role="status">{t(`live.${state}`)}</span>
      </p>
    </div>
  );
}

/** The amount on its way to `target`; there at once where motion is not wanted. */
function useRising(target: string): string {
  const [shown, setShown] = useState(target);
  const current = useRef(target);
  useEffect(() => {
    const from = current.current;
    if (from === target) return;
    const show = (amount: string) => {
      current.current = amount;
      setShown(amount);
    };
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden) return show(target);
    const begun = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const share = Math.min(1, (now - begun) / RISE_MS);
      show(share === 1 ? target : amountBetween(from, target, 1 - (1 - share) ** 3));
      if (share < 1) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [target]);
  return shown;
}
