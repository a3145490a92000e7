'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import type { ActionResult } from '@/components/action/action';
import { ComboBox } from '@/components/ui/combo-box';

export type AccountChoice = { number: string; name: string; customer: string; currency: string };
export type FindAccounts = (input: { q: string }) => Promise<ActionResult<AccountChoice[]>>;

export type AccountSearchProps = {
  label: string;
  description?: string;
  errorMessage?: string | undefined;
  find: FindAccounts;
  onChoose: (account: AccountChoice | null) => void;
};

const PAUSE_MS = 200;

/** A billing account by its number, name or customer, looked up as one types. */
export function AccountSearch({ find, onChoose, errorMessage, ...field }: AccountSearchProps): ReactNode {
  const t = useTranslations('payment.record');
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly AccountChoice[]>([]);
  useEffect(() => {
    let isLast = true;
    const timer = setTimeout(async () => {
      const answer = await find({ q: text.split(' · ')[0] ?? '' });
      if (isLast && answer.ok) setFound(answer.data);
    }, PAUSE_MS);
    return () => {
      isLast = false;
      clearTimeout(timer);
    };
  }, [find, text]);
  return (
    <ComboBox
      {...field}
      {...(errorMessage === undefined ? {} : { errorMessage })}
      placeholder={t('find')}
      options={found.map(({ number, name, customer }) => ({
        id: number,
        label: `${number} · ${name}`,
        description: customer,
      }))}
      defaultFilter={() => true}
      onInputChange={setText}
      onChange={(number) => onChoose(found.find((account) => account.number === number) ?? null)}
    />
  );
}
