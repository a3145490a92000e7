'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type Refusal, readRefusal, requestSignIn } from '@/app/(auth)/sign-in/_components/request-sign-in';
import { Button } from '@/components/ui/button';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

export type PasswordFormProps = {
  destination: string;
  /** Under the demo's one-click personas, where it is not the one thing to do. */
  isSecondary: boolean;
  initialError: string | null;
};

export function PasswordForm({ destination, isSecondary, initialError }: PasswordFormProps): ReactNode {
  const t = useTranslations('auth');
  const [refusal, setRefusal] = useState<Refusal | null>(initialError ? readRefusal(initialError) : null);
  const [isPending, setIsPending] = useState(false);
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const fields = { email: String(form.get('email')).trim(), password: String(form.get('password')) };
    const empty = new Set(Object.entries(fields).flatMap(([name, value]) => (value === '' ? [name] : [])));
    setMissing(empty);
    setRefusal(null);
    if (empty.size > 0) return;
    setIsPending(true);
    const refused = await requestSignIn('credentials', fields);
    if (refused === null) return window.location.assign(destination);
    setIsPending(false);
    setRefusal(refused);
  }

  const required = (name: string) => (missing.has(name) ? t('signIn.required') : undefined);
  return (
    // `post`, so that a form sent before its script runs does not write the password into the address.
    <Form method="post" onSubmit={submit} validationBehavior="aria">
      {isSecondary ? (
        <h2 className="border-b pb-2 text-lg font-semibold">{t('signIn.withPassword')}</h2>
      ) : null}
      <FormError>{refusal ? t(`refused.${refusal.code}`, { seconds: refusal.seconds }) : null}</FormError>
      <TextField
        label={t('signIn.email')}
        name="email"
        type="email"
        autoComplete="username"
        isRequired
        errorMessage={required('email')}
      />
      <TextField
        label={t('signIn.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        isRequired
        errorMessage={required('password')}
      />
      <FormActions>
        <Button type="submit" variant={isSecondary ? 'secondary' : 'primary'} isPending={isPending}>
          {t('signIn.submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
