'use client';

import { HandCoins } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { Dialog } from '@/components/ui/dialog';
import { FormError } from '@/components/ui/form';

type Started = { ok: true; data: { id: string } } | { ok: false; message: string };

/** Starts a settlement run through a day. */
export function NewRunButton({
  today,
  through: usual,
  start,
}: {
  today: string;
  /** The day one mostly wants: the last of the month before. */
  through: string;
  start: (input: { through: string }) => Promise<Started>;
}): ReactNode {
  const t = useTranslations('payout');
  const common = useTranslations('common');
  const router = useRouter();
  const [through, setThrough] = useState<string | null>(usual);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function begin(): Promise<void> {
    if (through === null) return;
    setIsBusy(true);
    const answer = await start({ through }).catch(() => null);
    setIsBusy(false);
    if (answer === null) setFailure(common('noAnswer'));
    else if (answer.ok) router.push(`/operator/payouts/runs/${answer.data.id}`);
    else setFailure(answer.message);
  }

  return (
    <Dialog
      title={t('run.newTitle')}
      size="sm"
      trigger={
        <Button variant="primary" icon={<HandCoins size={16} aria-hidden />}>
          {t('run.new')}
        </Button>
      }
      footer={(close) => (
        <>
          <Button onPress={close}>{t('act.close')}</Button>
          <Button variant="primary" isPending={isBusy} isDisabled={through === null} onPress={begin}>
            {t('run.start')}
          </Button>
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        <p>{t('run.newText')}</p>
        <FormError>{failure}</FormError>
        <DateField
          label={t('run.through')}
          value={through}
          onChange={setThrough}
          maxValue={today}
          isRequired
        />
      </div>
    </Dialog>
  );
}
