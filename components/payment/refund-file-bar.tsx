'use client';

import { Landmark } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { ChoiceBar } from '@/components/data-table/choice-bar';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { FormError } from '@/components/ui/form';
import { LinkButton } from '@/components/ui/link-button';
import { PlainTable } from '@/components/ui/plain-table';

type Made = {
  files: readonly { id: string; messageId: string; payments: number; controlSum: string; currency: string }[];
  leftOut: readonly { refund: string; account: string; amount: string; currency: string; reason: string }[];
};

/** A refund, and which account of it was seen. */
type Seen = { id: string; payeeVersion: number };

export type MakeRefundFile = Action<{ refunds: Seen[] }, Made>;

/** Makes payment files of the chosen refunds, one a currency, and says which stayed out. */
export function RefundFileBar({
  refunds,
  make,
  onClear,
}: {
  refunds: readonly Seen[];
  make: MakeRefundFile;
  onClear: () => void;
}): ReactNode {
  const t = useTranslations('payment.refund');
  const [made, setMade] = useState<Made | null>(null);
  const { act, isPending, message } = useAction(make, {
    fields: [],
    onDone: (data) => {
      setMade(data);
      onClear();
    },
  });
  return (
    <div className="mt-4 flex flex-col gap-4">
      <FormError>{message}</FormError>
      {made ? <Result made={made} /> : null}
      {refunds.length > 0 ? (
        <ChoiceBar
          label={t('chosenLabel')}
          chosen={t('chosen', { count: refunds.length })}
          cancelLabel={t('cancelChoice')}
          onCancel={onClear}
        >
          <Button
            variant="primary"
            icon={<Landmark size={16} aria-hidden />}
            isPending={isPending}
            onPress={() => void act({ refunds: [...refunds] })}
          >
            {t('makeFile')}
          </Button>
        </ChoiceBar>
      ) : null}
    </div>
  );
}

function Result({ made: { files, leftOut } }: { made: Made }): ReactNode {
  const t = useTranslations('payment.refund');
  const payout = useTranslations('payout.file');
  const payment = useTranslations('payment');
  return (
    <>
      {files.length === 0 ? <Callout tone="attention">{t('noFile')}</Callout> : null}
      {files.map(({ id, messageId, payments, controlSum, currency }) => (
        <Callout
          key={id}
          tone="good"
          actions={
            <LinkButton href={`/api/v1/payment-files/${id}`} download>
              {payout('download')}
            </LinkButton>
          }
        >
          {t('fileMade', { name: `${messageId}.xml`, count: payments, sum: `${controlSum} ${currency}` })}
        </Callout>
      ))}
      {leftOut.length > 0 ? (
        <PlainTable
          caption={t('leftOut')}
          columns={[
            { id: 'account', header: payment('column.account') },
            { id: 'reason', header: t('leftOut') },
          ]}
          rows={leftOut.map(({ refund, account, amount, currency, reason }) => ({
            id: refund,
            cells: { account: `${account}, ${amount} ${currency}`, reason },
          }))}
        />
      ) : null}
    </>
  );
}
