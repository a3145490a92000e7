'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { LinkButton } from '@/components/ui/link-button';
import { RadioList } from '@/components/ui/radio-list';
import { Section } from '@/components/ui/section';
import { TextField } from '@/components/ui/text-field';

const EMPTY = {
  ...{ name: '', legalName: '', country: '', vatId: '', street: '', town: '', postcode: '', email: '' },
  ...{ ratingMode: 'partner', role: 'principal', ratePercent: '', latePolicy: 'carry_over' },
};

export type NewPartner = typeof EMPTY & { currency: string; validFrom: string };

export type PartnerFormProps = {
  currency: string;
  validFrom: string;
  /** The action checks what the boxes have. */
  add: Action<never, { slug: string }>;
};

/** Who a partner is and what is agreed with it. Saving leads to its connectors, where its system is connected. */
export function PartnerForm({ currency, validFrom, add }: PartnerFormProps): ReactNode {
  const t = useTranslations('partner');
  const [values, setValues] = useState<NewPartner>({ ...EMPTY, currency, validFrom });
  const { submit, isPending, message, field } = useAction(add, {
    fields: Object.keys(values),
    leadsTo: ({ slug }) =>
      `/operator/partners/${slug}${values.ratingMode === 'partner' ? '/connectors' : ''}`,
  });
  const bound = (name: keyof NewPartner) => ({
    value: values[name],
    onChange: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    ...field(name),
  });
  const text = (name: keyof NewPartner, note?: string) => (
    <TextField
      label={t(`new.${name}`)}
      isRequired={name !== 'vatId' && name !== 'email'}
      {...(note && { description: note })}
      {...bound(name)}
    />
  );
  const choice = (name: 'ratingMode' | 'role' | 'latePolicy', ids: readonly string[]) => (
    <RadioList
      label={t(`new.${name}`)}
      isRequired
      {...bound(name)}
      options={ids.map((id) => ({
        ...{ id, label: t(`new.${name}s.${id}`), description: t(`new.${name}s.${id}Note`) },
      }))}
    />
  );

  return (
    <Form onSubmit={submit(() => values as never)} validationBehavior="aria">
      <FormError>{message}</FormError>
      <Section title={t('new.who')}>
        <div className="flex flex-col gap-4 pt-4">
          {text('name', t('new.nameNote'))}
          {text('legalName')}
          <div className="grid gap-4 sm:grid-cols-2">
            {text('country', t('new.countryNote'))}
            {text('vatId')}
          </div>
          {text('street')}
          <div className="grid gap-4 sm:grid-cols-2">
            {text('postcode')}
            {text('town')}
          </div>
          {text('email', t('new.emailNote'))}
        </div>
      </Section>
      <Section title={t('new.agreed')}>
        <div className="flex flex-col gap-4 pt-4">
          {choice('ratingMode', ['partner', 'file', 'hub'])}
          {choice('role', ['principal', 'agent'])}
          <div className="grid gap-4 sm:grid-cols-3">
            <DecimalField label={t('new.ratePercent')} suffix="%" isRequired {...bound('ratePercent')} />
            {text('currency')}
            {text('validFrom', t('new.validFromNote'))}
          </div>
          {values.ratingMode === 'hub' ? null : choice('latePolicy', ['hold', 'carry_over', 'estimate'])}
        </div>
      </Section>
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('new.add')}
        </Button>
        <LinkButton href="/operator/partners" variant="quiet">
          {t('new.cancel')}
        </LinkButton>
      </FormActions>
    </Form>
  );
}
