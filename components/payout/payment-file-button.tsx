'use client';

import { Landmark } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Dialog } from '@/components/ui/dialog';
import { FormError } from '@/components/ui/form';
import { LinkButton } from '@/components/ui/link-button';
import { PlainTable } from '@/components/ui/plain-table';
import { Select } from '@/components/ui/select';

type Made = {
  file: { id: string; payments: number } | null;
  leftOut: readonly { payout: string; number: string; partner: string; reason: string }[];
};

/** Makes one payment file of the approved payouts of a currency, and says which stayed out. */
export function PaymentFileButton({
  currencies,
  make,
}: {
  currencies: readonly string[];
  make: Action<{ currency: string }, Made>;
}): ReactNode {
  const t = useTranslations('payout');
  const [currency, setCurrency] = useState(currencies[0] ?? '');
  const [made, setMade] = useState<Made | null>(null);
  const { act, isPending, message, reset } = useAction(make, { fields: [], onDone: setMade });

  return (
    <Dialog
      title={t('file.newTitle')}
      trigger={
        <Button variant="primary" icon={<Landmark size={16} aria-hidden />}>
          {t('file.new')}
        </Button>
      }
      onOpenChange={() => {
        setMade(null);
        reset();
      }}
      footer={(close) => (
        <>
          <Button onPress={close}>{t('act.close')}</Button>
          {made === null ? (
            <Button
              variant="primary"
              isPending={isPending}
              isDisabled={currency === ''}
              onPress={() => void act({ currency })}
            >
              {t('file.make')}
            </Button>
          ) : null}
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        <p>{t('file.newText')}</p>
        <FormError>{message}</FormError>
        {made === null ? (
          <Select
            label={t('file.currency')}
            options={currencies.map((id) => ({ id, label: id }))}
            value={currency}
            onChange={(id) => setCurrency(String(id))}
          />
        ) : (
          <Result made={made} />
        )}
      </div>
    </Dialog>
  );
}

function Result({ made: { file, leftOut } }: { made: Made }): ReactNode {
  const t = useTranslations('payout.file');
  return (
    <>
      <Callout
        tone={file ? 'good' : 'attention'}
        actions={
          file ? (
            <LinkButton href={`/api/v1/payment-files/${file.id}`} download>
              {t('download')}
            </LinkButton>
          ) : null
        }
      >
        {file ? t('made', { count: file.payments }) : t('nothing')}
      </Callout>
      {leftOut.length > 0 ? (
        <PlainTable
          caption={t('leftOut')}
          columns={[
            { id: 'number', header: t('payouts') },
            { id: 'reason', header: t('leftOut') },
          ]}
          rows={leftOut.map(({ payout, number, partner, reason }) => ({
            id: payout,
            cells: { number: `${number} ${partner}`, reason },
          }))}
        />
      ) : null}
    </>
  );
}
