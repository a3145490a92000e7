'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type Draft, type DraftPrice, readsEvents } from '@/components/calculator/draft';
import { DecimalField } from '@/components/ui/decimal-field';
import { TextField } from '@/components/ui/text-field';

export type UsageFieldProps = {
  price: DraftPrice;
  draft: Draft;
  messageAt: (path: string) => string | undefined;
  onDraft: (draft: Draft) => void;
};

/** The meter's usage: a quantity, or one amount per line where the price looks at each event. */
export function UsageField({ price, draft, messageAt, onDraft }: UsageFieldProps): ReactNode {
  const t = useTranslations('calculator');
  const { meter } = price;
  const value = draft.usage[meter] ?? '';
  const onChange = (text: string) => onDraft({ ...draft, usage: { ...draft.usage, [meter]: text } });
  if (!readsEvents(draft.prices, meter)) {
    return (
      <DecimalField
        label={t('usage.quantity')}
        value={value}
        onChange={onChange}
        isRequired
        errorMessage={messageAt(`usage.${meter}`)}
        className="max-w-48 pt-4"
      />
    );
  }
  const events = value.trim() === '' ? 0 : value.trim().split(/[\s;]+/).length;
  const wrong = Array.from({ length: events }, (_, index) => messageAt(`usage.${meter}.events.${index}`));
  return (
    <TextField
      label={t('usage.events')}
      description={t('usage.eventsHint')}
      value={value}
      onChange={onChange}
      isRequired
      multiline
      monospace
      rows={4}
      errorMessage={wrong.find((message) => message !== undefined) ?? messageAt(`usage.${meter}`)}
      className="max-w-64 pt-4"
    />
  );
}
