'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { type AccountChoice, AccountSearch, type FindAccounts } from '@/components/payment/account-search';
import { newKey } from '@/components/payment/new-key';
import { PaymentPreview, type PaymentPreviewView } from '@/components/payment/payment-preview';
import { METHODS, type MethodKind, methodOf } from '@/components/payment/payment-words';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { DecimalField } from '@/components/ui/decimal-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

export type RecordPaymentValues = {
  billingAccount: string | null;
  currency: string;
  amount: string;
  receivedOn: string;
  method: MethodKind;
  reference: string;
  payer: string;
  /** Made once for each opening of the form, so that a second press is the same payment. */
  key: string;
};

export type RecordPaymentProps = {
  today: string;
  currencies: readonly string[];
  find: FindAccounts;
  preview: Action<{ billingAccount: string; amount: string }, PaymentPreviewView>;
  record: Action<RecordPaymentValues, { amount: string }>;
};

const FIELDS = ['billingAccount', 'amount', 'currency', 'receivedOn', 'reference'];

/** A payment recorded by hand; what it pays is shown while it is written. */
export function RecordPayment(props: RecordPaymentProps): ReactNode {
  const t = useTranslations('payment.record');
  return (
    <Dialog
      title={t('open')}
      size="lg"
      trigger={
        <Button variant="primary" icon={<Plus size={16} aria-hidden />}>
          {t('open')}
        </Button>
      }
    >
      {(close) => <RecordForm {...props} onDone={close} />}
    </Dialog>
  );
}

function RecordForm({
  today,
  currencies,
  find,
  preview,
  record,
  onDone,
}: RecordPaymentProps & { onDone: () => void }) {
  const t = useTranslations('payment');
  const [key] = useState(newKey);
  const [account, setAccount] = useState<AccountChoice | null>(null);
  const [currency, setCurrency] = useState(currencies[0] ?? 'EUR');
  const [amount, setAmount] = useState('');
  const [receivedOn, setReceivedOn] = useState<string | null>(today);
  const [method, setMethod] = useState<MethodKind>('bank_transfer');
  const shown = usePreview(preview, account?.number ?? null, amount);
  const { submit, isPending, message, field } = useAction(record, {
    ...{ fields: FIELDS, done: ({ amount: paid }) => t('record.done', { amount: paid }), onDone },
  });
  const code = account?.currency ?? currency;

  const send = submit((text) => ({
    ...{ amount: text('amount'), reference: text('reference'), payer: text('payer') },
    ...{ billingAccount: account?.number ?? null, currency: code, method, key },
    receivedOn: receivedOn ?? '',
  }));

  return (
    <Form onSubmit={send} validationBehavior="aria" className="max-w-none">
      <FormError>{message}</FormError>
      <AccountSearch
        label={t('record.account')}
        description={t('record.accountHint')}
        find={find}
        onChoose={setAccount}
        errorMessage={field('billingAccount').errorMessage}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <DecimalField
          name="amount"
          label={t('record.amount')}
          suffix={code}
          defaultValue=""
          onChange={setAmount}
          isRequired
          {...field('amount')}
        />
        {account ? (
          <Select
            label={t('method.label')}
            options={METHODS.map((id) => ({ id, label: t(`method.${id}`) }))}
            value={method}
            onChange={(id) => setMethod(methodOf(id))}
          />
        ) : (
          <Select
            label={t('record.currency')}
            options={currencies.map((id) => ({ id, label: id }))}
            value={currency}
            onChange={setCurrency}
            {...field('currency')}
          />
        )}
        <DateField
          label={t('record.receivedOn')}
          value={receivedOn}
          maxValue={today}
          onChange={setReceivedOn}
          isRequired
          {...field('receivedOn')}
        />
        <TextField name="payer" label={t('record.payer')} defaultValue="" maxLength={200} />
      </div>
      <TextField
        name="reference"
        label={t('record.reference')}
        description={t('record.referenceHint')}
        defaultValue=""
        maxLength={500}
        {...field('reference')}
      />
      <PaymentPreview preview={shown} />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('record.submit')}
        </Button>
      </FormActions>
    </Form>
  );
}

const PAUSE_MS = 250;

/** What the payment would pay, a quarter of a second after the last key; nothing while it is no payment yet. */
function usePreview(preview: RecordPaymentProps['preview'], account: string | null, amount: string) {
  const [shown, setShown] = useState<PaymentPreviewView | null>(null);
  useEffect(() => {
    if (account === null || amount.trim() === '') return setShown(null);
    let isLast = true;
    const timer = setTimeout(async () => {
      const answer = await preview({ billingAccount: account, amount });
      if (isLast) setShown(answer.ok ? answer.data : null);
    }, PAUSE_MS);
    return () => {
      isLast = false;
      clearTimeout(timer);
    };
  }, [preview, account, amount]);
  return shown;
}
