import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ReadText } from '@/components/action/use-action';
import type { FieldRefusal } from '@/components/payment/amount-form';
import { METHODS, type MethodKind, methodOf } from '@/components/payment/payment-words';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { compactAccount, ibanFault, maskedAccount } from '@/lib/domain/settlement/iban';
import { isSepaIban } from '@/lib/domain/settlement/sepa';

export type SaidPayee = { name: string; iban: string; bic: string };

/** How a refund goes back, and of a bank transfer to which account; null: where it came from, or it is named later. */
export type SaidWay = { method: MethodKind; payee: SaidPayee | null };

export const PAYEE_FIELDS = ['payee.name', 'payee.iban', 'payee.bic'];

/** What is written in the fields of an account. */
export const payeeOf = (text: ReadText): SaidPayee => ({
  name: text('payee.name'),
  iban: text('payee.iban'),
  bic: text('payee.bic'),
});

export function wayOf(method: MethodKind, text: ReadText): SaidWay {
  const payee = payeeOf(text);
  const isNamed = Object.values(payee).some((written) => written !== '');
  return { method, payee: method === 'bank_transfer' && isNamed ? payee : null };
}

/** Chooses how a refund goes back; a bank transfer has fields for its account. */
export function RefundWay({
  method,
  setMethod,
  field,
  known,
}: {
  method: MethodKind;
  setMethod: (method: MethodKind) => void;
  field: FieldRefusal;
  /** The account that the payment came from, if it is known. */
  known: string | null;
}): ReactNode {
  const t = useTranslations('payment');
  const iban = known && compactAccount(known);
  const isPayable = iban !== null && ibanFault(iban) === null && isSepaIban(iban);
  const hint = isPayable ? t('refund.knownPayee', { account: maskedAccount(iban) }) : t('refund.payeeHint');
  return (
    <>
      <Select
        label={t('refund.how')}
        options={METHODS.map((id) => ({ id, label: t(`method.${id}`) }))}
        value={method}
        onChange={(id) => setMethod(methodOf(id))}
      />
      {method === 'bank_transfer' ? <PayeeFields field={field} hint={hint} /> : null}
    </>
  );
}

/** The account that money goes to. */
export function PayeeFields({
  field,
  hint,
  isRequired = false,
}: {
  field: FieldRefusal;
  hint: string;
  isRequired?: boolean;
}): ReactNode {
  const t = useTranslations('payment.refund');
  return (
    <>
      <TextField
        name="payee.iban"
        label={t('iban')}
        description={hint}
        maxLength={60}
        monospace
        autoComplete="off"
        isRequired={isRequired}
        {...field('payee.iban')}
      />
      <TextField
        name="payee.name"
        label={t('payeeName')}
        maxLength={70}
        isRequired={isRequired}
        {...field('payee.name')}
      />
      <TextField
        name="payee.bic"
        label={t('bic')}
        description={t('bicHint')}
        maxLength={20}
        {...field('payee.bic')}
      />
    </>
  );
}
