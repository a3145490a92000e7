'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { NOTHING_REFUSED, refusalOf } from '@/components/action/refusal';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { RadioList } from '@/components/ui/radio-list';
import { formatMoney } from '@/lib/format/money';

export type WayToPay = {
  id: string;
  kind: string;
  name: string;
  instructions: string;
  provider: string | null;
};

export type PayButtonProps = {
  account: string;
  /** Null: the bills that are due first. */
  bill: { id: string; number: string } | null;
  open: string;
  currency: string;
  methods: readonly WayToPay[];
  start: Action<
    { billingAccount: string; bill: string | null; method: string; amount: string },
    { pageUrl: string | null }
  >;
  variant?: 'primary' | 'secondary';
  size?: 'sm' | 'md';
  label?: string;
};

/** Pays a bill, or a part of it, on a provider's page, or says where to transfer to. */
export function PayButton({ variant = 'primary', size = 'md', label, ...form }: PayButtonProps): ReactNode {
  const t = useTranslations('payment.pay');
  return (
    <Dialog
      title={t('title', { what: form.bill?.number ?? form.account })}
      trigger={
        <Button variant={variant} size={size}>
          {label ?? t('open')}
        </Button>
      }
    >
      <PayForm {...form} />
    </Dialog>
  );
}

function PayForm({ account, bill, open, currency, methods, start }: PayButtonProps): ReactNode {
  const t = useTranslations('payment.pay');
  const common = useTranslations('common');
  const locale = useLocale();
  const [chosen, setChosen] = useState(methods[0]?.id ?? '');
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState(NOTHING_REFUSED);
  const method = methods.find(({ id }) => id === chosen);
  if (!method) return <p>{t('nothing')}</p>;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const amount = String(new FormData(event.currentTarget).get('amount') ?? '');
    setIsPending(true);
    const unanswered = { ok: false, message: common('noAnswer'), issues: [] } as const;
    const input = { billingAccount: account, bill: bill?.id ?? null, method: chosen, amount };
    const answer = await start(input).catch(() => unanswered);
    if (answer.ok && answer.data.pageUrl) return window.location.assign(answer.data.pageUrl);
    setIsPending(false);
    if (!answer.ok) setRefusal(refusalOf(answer, ['amount']));
  }

  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <FormError>{refusal.message}</FormError>
      {methods.length > 1 ? (
        <RadioList
          label={t('how')}
          value={chosen}
          onChange={setChosen}
          options={methods.map(({ id, name }) => ({ id, label: name }))}
        />
      ) : null}
      {method.provider ? (
        <>
          <DecimalField
            name="amount"
            label={t('amount')}
            description={t('amountHint', { open: formatMoney(open, currency, locale) })}
            suffix={currency}
            defaultValue={open}
            isRequired
            {...(refusal.fields.amount ? { errorMessage: refusal.fields.amount } : {})}
          />
          <FormActions>
            <Button type="submit" variant="primary" isPending={isPending}>
              {t('submit')}
            </Button>
          </FormActions>
        </>
      ) : (
        <div>
          <p className="text-sm text-ink-muted">{t('transfer')}</p>
          <p className="whitespace-pre-line">{method.instructions}</p>
          <p className="pt-3">{t('transferReference', { reference: bill?.number ?? account })}</p>
        </div>
      )}
    </Form>
  );
}
