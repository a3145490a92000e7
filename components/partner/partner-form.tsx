'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
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
  add: (
    // The action checks what the boxes have.
    input: never,
  ) => Promise<
    | { ok: true; data: { slug: string } }
    | { ok: false; message: string; issues: readonly { path: string; message: string }[] }
  >;
};

/** Who a partner is and what is agreed with it. Saving leads to its connectors, where its system is connected. */
export function PartnerForm({ currency, validFrom, add }: PartnerFormProps): ReactNode {
  const t = useTranslations('partner');
  const router = useRouter();
  const [values, setValues] = useState<NewPartner>({ ...EMPTY, currency, validFrom });
  const [isPending, setIsPending] = useState(false);
  const [errors, setErrors] = useState<{ message?: string; fields: Record<string, string> }>({ fields: {} });
  const bound = (name: keyof NewPartner) => ({
    value: values[name],
    onChange: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    errorMessage: errors.fields[name],
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

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsPending(true);
    const answer = await add(values as never).catch(() => ({
      ...{ ok: false as const, message: t('new.failed'), issues: [] },
    }));
    setIsPending(false);
    if (!answer.ok) {
      const fields = Object.fromEntries(answer.issues.map(({ path, message }) => [path, message]));
      return setErrors(answer.issues.length > 0 ? { fields } : { message: answer.message, fields });
    }
    const { slug } = answer.data;
    router.push(`/operator/partners/${slug}${values.ratingMode === 'partner' ? '/connectors' : ''}`);
  }

  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <FormError>{errors.message}</FormError>
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
