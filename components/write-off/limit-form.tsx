'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';

export type LimitFormProps = {
  limit: string | null;
  currency: string;
  save: Action<{ limit: string | null }>;
};

/** Above which amount a write-off needs a second person; empty: never. */
export function LimitForm({ limit, currency, save }: LimitFormProps): ReactNode {
  const t = useTranslations('writeOff.limit');
  const [value, setValue] = useState(limit ?? '');
  const { act, isPending, message, field } = useAction(save, { fields: ['limit'], done: () => t('saved') });
  return (
    <div className="flex flex-wrap items-end gap-2">
      <DecimalField
        label={t('label')}
        suffix={currency}
        value={value}
        onChange={setValue}
        errorMessage={message}
        {...field('limit')}
        className="w-72"
      />
      <Button
        isPending={isPending}
        isDisabled={value === (limit ?? '')}
        onPress={() => void act({ limit: value.trim() === '' ? null : value })}
      >
        {t('save')}
      </Button>
    </div>
  );
}
