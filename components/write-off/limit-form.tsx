'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';

export type LimitFormProps = {
  limit: string | null;
  currency: string;
  save: (input: {
    limit: string | null;
  }) => Promise<{ ok: true; data: unknown } | { ok: false; message: string }>;
};

/** Above which amount a write-off needs a second person; empty: never. */
export function LimitForm({ limit, currency, save }: LimitFormProps): ReactNode {
  const t = useTranslations('writeOff.limit');
  const router = useRouter();
  const [value, setValue] = useState(limit ?? '');
  const [refusal, setRefusal] = useState<string | undefined>();
  const [isPending, setIsPending] = useState(false);

  async function submit(): Promise<void> {
    setIsPending(true);
    const answer = await save({ limit: value.trim() === '' ? null : value }).catch(() => null);
    setIsPending(false);
    setRefusal(answer?.ok ? undefined : (answer?.message ?? t('failed')));
    if (!answer?.ok) return;
    toast.success(t('saved'));
    router.refresh();
  }

  return (
    <div className="flex flex-wrap items-end gap-2">
      <DecimalField
        label={t('label')}
        suffix={currency}
        value={value}
        onChange={setValue}
        errorMessage={refusal}
        className="w-72"
      />
      <Button isPending={isPending} isDisabled={value === (limit ?? '')} onPress={submit}>
        {t('save')}
      </Button>
    </div>
  );
}
