'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ComboBox } from '@/components/ui/combo-box';

export type AccountChoice = { number: string; name: string; customer: string; currency: string };

export type MapBarProps = {
  count: number;
  canUnmap: boolean;
  isPending: boolean;
  search: (input: { q: string }) => Promise<{ ok: true; data: AccountChoice[] } | { ok: false }>;
  /** A billing account's number; null takes the mapping away. */
  onMap: (billingAccount: string | null) => void;
  onCancel: () => void;
};

/** Stays at the foot of the list while accounts are chosen: which billing account they are. */
export function MapBar({ count, canUnmap, isPending, search, onMap, onCancel }: MapBarProps): ReactNode {
  const t = useTranslations('partner.accounts');
  const [q, setQ] = useState('');
  const [account, setAccount] = useState<string | null>(null);
  const choices = useAccountSearch(q, search);
  return (
    <section
      aria-label={t('mapLabel')}
      className="sticky bottom-0 z-20 mt-2 flex flex-wrap items-end gap-3 border-t border-line-strong bg-paper py-3 max-md:bottom-14"
    >
      <p className="min-w-32 self-center font-medium" aria-live="polite">
        {t('chosen', { count })}
      </p>
      <ComboBox
        label={t('billingAccount')}
        className="w-full sm:w-80"
        isRequired
        options={choices.map(({ number, name, customer, currency }) => ({
          id: number,
          label: `${name} · ${number}`,
          description: `${customer} · ${currency}`,
        }))}
        onInputChange={setQ}
        onChange={setAccount}
        menuTrigger="focus"
      />
      <Button
        variant="primary"
        isPending={isPending}
        isDisabled={account === null}
        onPress={() => account !== null && onMap(account)}
      >
        {t('map', { count })}
      </Button>
      {canUnmap ? (
        <Button variant="quiet" isDisabled={isPending} onPress={() => onMap(null)}>
          {t('unmap')}
        </Button>
      ) : null}
      <Button variant="quiet" onPress={onCancel}>
        {t('cancel')}
      </Button>
    </section>
  );
}

const TYPING_PAUSE_MS = 200;

/** The accounts that match what is typed, asked for when the typing pauses; the answer to older text is dropped. */
function useAccountSearch(q: string, search: MapBarProps['search']): AccountChoice[] {
  const [choices, setChoices] = useState<AccountChoice[]>([]);
  const asked = useRef(0);
  useEffect(() => {
    asked.current += 1;
    const mine = asked.current;
    const timer = setTimeout(async () => {
      // A chosen option writes its label into the box: that finds itself by its number.
      const answer = await search({ q: q.split(' · ').at(-1)! });
      if (answer.ok && mine === asked.current) setChoices(answer.data);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [q, search]);
  return choices;
}
