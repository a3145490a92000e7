'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';

export type BeginVersion = (input: {
  id: string;
  validFrom: string;
}) => Promise<{ ok: true; data: { id: string } } | { ok: false; message: string }>;

/** Begins a draft that follows a signed agreement, and goes to it. */
export function VersionDialog({
  id,
  base,
  begin,
}: {
  id: string;
  base: string;
  begin: BeginVersion;
}): ReactNode {
  const t = useTranslations('agreement');
  return (
    <Dialog title={t('newVersionTitle')} trigger={<Button size="sm">{t('newVersion')}</Button>}>
      {() => <VersionForm id={id} base={base} begin={begin} />}
    </Dialog>
  );
}

function VersionForm({ id, base, begin }: { id: string; base: string; begin: BeginVersion }): ReactNode {
  const t = useTranslations('agreement');
  const router = useRouter();
  const [validFrom, setValidFrom] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [message, setMessage] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsBusy(true);
    const answer = await begin({ id, validFrom });
    setIsBusy(false);
    if (!answer.ok) return setMessage(answer.message);
    router.push(`${base}/${answer.data.id}`);
  }

  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <p>{t('newVersionNote')}</p>
      <FormError>{message}</FormError>
      <DateField
        label={t('validFrom')}
        value={validFrom || null}
        onChange={(date) => setValidFrom(date ?? '')}
        isRequired
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isBusy}>
          {t('begin')}
        </Button>
      </FormActions>
    </Form>
  );
}
