'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';

/** Narrows a list to the days of its address, both of them in it. */
export function DayFilter(): ReactNode {
  const t = useTranslations('ledger.days');
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();

  function set(changes: Record<string, string | null>): void {
    const next = new URLSearchParams(search);
    for (const key of ['after', 'trail']) next.delete(key);
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) next.delete(key);
      else next.set(key, value);
    }
    router.push(`${pathname}?${next}`, { scroll: false });
  }

  const [from, to] = [search.get('from'), search.get('to')];
  return (
    <div className="flex flex-wrap items-end gap-3 pb-4">
      <DateField label={t('from')} value={from} onChange={(day) => set({ from: day })} className="w-44" />
      <DateField label={t('to')} value={to} onChange={(day) => set({ to: day })} className="w-44" />
      {from || to ? <Button onPress={() => set({ from: null, to: null })}>{t('clear')}</Button> : null}
    </div>
  );
}
