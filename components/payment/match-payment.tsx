'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { MoneyText } from '@/components/money/money-text';
import { AccountSearch, type FindAccounts } from '@/components/payment/account-search';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { FormActions, FormError } from '@/components/ui/form';
import { RadioList } from '@/components/ui/radio-list';
import { formatMoney } from '@/lib/format/money';

export type MatchChoice = {
  account: { number: string; name: string; customer: string };
  open: string;
  reasons: readonly string[];
};

export type MatchPaymentProps = {
  payment: { id: string; amount: string; currency: string };
  suggestions: readonly MatchChoice[];
  find: FindAccounts;
  match: Action<{ id: string; billingAccount: string }>;
};

/** Whose a payment is: accounts that fit, with why, and any other. */
export function MatchPayment(props: MatchPaymentProps): ReactNode {
  const t = useTranslations('payment.match');
  return (
    <Dialog title={t('title')} trigger={<Button variant="primary">{t('open')}</Button>}>
      {(close) => <MatchForm {...props} onDone={close} />}
    </Dialog>
  );
}

function MatchForm({
  payment,
  suggestions,
  find,
  match,
  onDone,
}: MatchPaymentProps & { onDone: () => void }) {
  const t = useTranslations('payment.match');
  const locale = useLocale();
  const [number, setNumber] = useState<string | null>(suggestions[0]?.account.number ?? null);
  const { act, isPending, message } = useAction(match, { fields: [], done: () => t('done'), onDone });
  return (
    <div className="flex flex-col gap-4">
      <FormError>{message}</FormError>
      <p>
        <MoneyText amount={payment.amount} currency={payment.currency} emphasis />
      </p>
      {suggestions.length > 0 ? (
        <RadioList
          label={t('suggested')}
          value={number ?? ''}
          onChange={setNumber}
          options={suggestions.map(({ account, open, reasons }) => ({
            id: account.number,
            label: `${account.number} · ${account.name}`,
            description: [
              account.customer,
              t('openAmount', { amount: formatMoney(open, payment.currency, locale) }),
              ...reasons.map((reason) => t(`reason.${reason}`)),
            ].join(' · '),
          }))}
        />
      ) : (
        <p className="text-ink-muted">{t('none')}</p>
      )}
      <AccountSearch
        label={t('other')}
        find={find}
        onChoose={(account) => account && setNumber(account.number)}
      />
      <FormActions>
        <Button
          variant="primary"
          isPending={isPending}
          isDisabled={number === null}
          onPress={() => number !== null && void act({ id: payment.id, billingAccount: number })}
        >
          {number === null ? t('choose') : t('submit', { account: number })}
        </Button>
      </FormActions>
    </div>
  );
}
