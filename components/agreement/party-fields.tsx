import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DateField } from '@/components/ui/date-field';
import { RadioList } from '@/components/ui/radio-list';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

/** What of an agreement is typed beside its terms; no date is empty text. */
export type AgreementFacts = { role: string; currency: string; validFrom: string; validTo: string };

export type PartyFieldsProps = {
  /** One when it is fixed. */
  payers: readonly { id: string; name: string }[];
  payer: string;
  values: AgreementFacts;
  messageAt: (path: string) => string | undefined;
  onPayer: (id: string) => void;
  onChange: (change: Partial<AgreementFacts>) => void;
};

/** Who pays, from when on, in what, and as what the operator sells. */
export function PartyFields({
  payers,
  payer,
  values,
  messageAt,
  onPayer,
  onChange,
}: PartyFieldsProps): ReactNode {
  const t = useTranslations('agreement');
  return (
    <Section title={t('parties')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t('payer')}
          isRequired
          description={t('payerNote')}
          options={payers.map(({ id, name }) => ({ id, label: name }))}
          value={payer}
          onChange={onPayer}
          isDisabled={payers.length === 1}
          errorMessage={messageAt('payer') ?? messageAt('partner')}
        />
        <TextField
          label={t('currency')}
          value={values.currency}
          onChange={(currency) => onChange({ currency: currency.toUpperCase() })}
          isRequired
          errorMessage={messageAt('currency')}
        />
        <DateField
          label={t('validFrom')}
          description={t('validFromNote')}
          value={values.validFrom || null}
          onChange={(date) => onChange({ validFrom: date ?? '' })}
          isRequired
          errorMessage={messageAt('validFrom')}
        />
        <DateField
          label={t('validTo')}
          description={t('validToNote')}
          value={values.validTo || null}
          onChange={(date) => onChange({ validTo: date ?? '' })}
          errorMessage={messageAt('validTo')}
        />
      </div>
      <RadioList
        className="pt-4"
        label={t('role')}
        isRequired
        value={values.role}
        onChange={(role) => onChange({ role })}
        options={(['principal', 'agent'] as const).map((id) => ({
          ...{ id, label: t(`roles.${id}`), description: t(`roles.${id}Note`) },
        }))}
      />
    </Section>
  );
}
