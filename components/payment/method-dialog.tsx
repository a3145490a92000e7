'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { METHODS, type MethodKind, methodOf } from '@/components/payment/payment-words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { TextField } from '@/components/ui/text-field';

export type MethodItem = {
  id: string;
  kind: string;
  name: string;
  instructions: string;
  provider: string | null;
  baseUrl: string | null;
};

export type MethodValues = Pick<MethodItem, 'name' | 'instructions'> & {
  id: string | null;
  kind: MethodKind;
  provider: { baseUrl: string; apiKey: string; signingSecret: string } | null;
};

export type MethodDialogProps = { method?: MethodItem; save: Action<MethodValues> };

const FIELDS = ['name', 'instructions', 'baseUrl', 'apiKey', 'signingSecret'];

/** How customers may pay: words, or a provider's page. */
export function MethodDialog({ method, save }: MethodDialogProps): ReactNode {
  const t = useTranslations('payment.methods');
  const trigger = method ? (
    <Button size="sm">{t('edit')}</Button>
  ) : (
    <Button variant="primary" icon={<Plus size={16} aria-hidden />}>
      {t('new')}
    </Button>
  );
  return (
    <Dialog title={method?.name ?? t('new')} trigger={trigger}>
      {(close) => <MethodForm {...(method ? { method } : {})} save={save} onDone={close} />}
    </Dialog>
  );
}

function MethodForm({ method, save, onDone }: MethodDialogProps & { onDone: () => void }) {
  const t = useTranslations('payment.methods');
  const kinds = useTranslations('payment.method');
  const [kind, setKind] = useState(methodOf(method?.kind ?? 'bank_transfer'));
  const [hasProvider, setHasProvider] = useState(method?.provider != null);
  const { submit, isPending, message, field } = useAction(save, {
    ...{ fields: FIELDS, done: () => t('saved'), onDone },
  });
  const keep = method?.provider ? { description: t('keep') } : {};
  const send = submit((text) => {
    const secrets = { apiKey: text('apiKey'), signingSecret: text('signingSecret') };
    const provider = hasProvider ? { baseUrl: text('baseUrl'), ...secrets } : null;
    const words = { name: text('name'), instructions: text('instructions') };
    return { id: method?.id ?? null, kind, ...words, provider };
  });
  return (
    <Form onSubmit={send} validationBehavior="aria">
      <FormError>{message}</FormError>
      <TextField
        name="name"
        label={t('name')}
        defaultValue={method?.name ?? ''}
        maxLength={120}
        isRequired
        {...field('name')}
      />
      <Select
        label={t('kind')}
        options={METHODS.map((id) => ({ id, label: kinds(id) }))}
        value={kind}
        onChange={(id) => setKind(methodOf(id))}
      />
      <TextField
        name="instructions"
        label={t('instructions')}
        description={t('instructionsHint')}
        defaultValue={method?.instructions ?? ''}
        multiline
        rows={3}
        {...field('instructions')}
      />
      <Switch isSelected={hasProvider} onChange={setHasProvider}>
        {t('provider')}
      </Switch>
      {hasProvider ? (
        <>
          <TextField
            name="baseUrl"
            label={t('baseUrl')}
            defaultValue={method?.baseUrl ?? ''}
            placeholder="https://pay.example.com/v1"
            isRequired
            {...field('baseUrl')}
          />
          <TextField
            name="apiKey"
            type="password"
            autoComplete="off"
            label={t('apiKey')}
            defaultValue=""
            {...keep}
            {...field('apiKey')}
          />
          <TextField
            name="signingSecret"
            type="password"
            autoComplete="off"
            label={t('signingSecret')}
            placeholder="whsec_…"
            defaultValue=""
            {...keep}
            {...field('signingSecret')}
          />
        </>
      ) : null}
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('save')}
        </Button>
      </FormActions>
    </Form>
  );
}
