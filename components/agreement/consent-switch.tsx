'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Switch } from '@/components/ui/switch';

export type GiveConsent = (input: {
  id: string;
  consent: boolean;
}) => Promise<{ ok: true } | { ok: false; message: string }>;

/** The partner's word on self-billing, which nobody else gives. */
export function ConsentSwitch({
  agreement,
  give,
}: {
  agreement: { id: string; selfBillingConsent: boolean };
  give: GiveConsent;
}): ReactNode {
  const t = useTranslations('agreement.selfBilling');
  const router = useRouter();
  const [isBusy, setIsBusy] = useState(false);

  async function set(consent: boolean) {
    setIsBusy(true);
    const answer = await give({ id: agreement.id, consent });
    setIsBusy(false);
    if (!answer.ok) return void toast.error(answer.message);
    toast.success(t(consent ? 'given' : 'taken'));
    router.refresh();
  }

  return (
    <Switch
      isSelected={agreement.selfBillingConsent}
      isDisabled={isBusy}
      onChange={set}
      description={t('note')}
    >
      {t('label')}
    </Switch>
  );
}
