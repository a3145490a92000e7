'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';
import { formatMoney } from '@/lib/format/money';

export type MoveAllocationsProps = {
  payment: { id: string; currency: string };
  /** Bills it pays, and open ones of the account. */
  bills: readonly { id: string; number: string; pays: string; open: string }[];
  move: Action<{ id: string; allocations: { bill: string; amount: string }[]; reason: string }>;
};

/** Says anew how much of a payment is for which bill. */
export function MoveAllocations(props: MoveAllocationsProps): ReactNode {
  const t = useTranslations('payment.move');
  return (
    <Dialog title={t('title')} trigger={<Button size="sm">{t('open')}</Button>}>
      {(close) => <MoveForm {...props} onDone={close} />}
    </Dialog>
  );
}

function MoveForm({ payment, bills, move, onDone }: MoveAllocationsProps & { onDone: () => void }) {
  const t = useTranslations('payment.move');
  const open = useTranslations('payment.match');
  const locale = useLocale();
  const [parts, setParts] = useState<Record<string, string>>(() =>
    Object.fromEntries(bills.map(({ id, pays }) => [id, pays])),
  );
  const { submit, isPending, message, field } = useAction(move, {
    ...{ fields: ['reason'], done: () => t('done'), onDone },
  });
  const send = submit((text) => {
    const allocations = bills.flatMap(({ id }) => {
      const amount = (parts[id] ?? '').trim();
      return amount === '' || /^0*(\.0*)?$/.test(amount) ? [] : [{ bill: id, amount }];
    });
    return { id: payment.id, allocations, reason: text('reason') };
  });
  return (
    <Form onSubmit={send} validationBehavior="aria">
      <FormError>{message}</FormError>
      <p className="text-ink-muted">{t('hint')}</p>
      {bills.map(({ id, number, pays, open: openAmount }) => (
        <DecimalField
          key={id}
          label={number}
          description={open('openAmount', { amount: formatMoney(openAmount, payment.currency, locale) })}
          suffix={payment.currency}
          defaultValue={pays}
          onChange={(amount) => setParts((current) => ({ ...current, [id]: amount }))}
        />
      ))}
      <TextField
        name="reason"
        label={t('reason')}
        description={t('reasonHint')}
        defaultValue=""
        maxLength={500}
        {...field('reason')}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
