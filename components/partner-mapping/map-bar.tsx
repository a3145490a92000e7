'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ChoiceBar } from '@/components/data-table/choice-bar';
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

/** Which billing account the chosen accounts are. */
export function MapBar({ count, canUnmap, isPending, search, onMap, onCancel }: MapBarProps): ReactNode {
  const t = useTranslations('partner.accounts');
  const [q, setQ] = useState('');
  const [account, setAccount] = useState<string | null>(null);
  const choices = useAccountSearch(q, search);
  return (
    <ChoiceBar
      label={t('mapLabel')}
      chosen={t('chosen', { count })}
      cancelLabel={t('cancel')}
      onCancel={onCancel}
      hasFields
    >
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
    </ChoiceBar>
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
