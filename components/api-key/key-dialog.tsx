'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useAction } from '@/components/action/use-action';
import type { ApiKeyActions, MadeKey } from '@/components/api-key/api-key-item';
import { accessesOf, grantOf, type KeyAccess } from '@/components/api-key/key-access';
import { MadeKeyDialog } from '@/components/api-key/made-key-dialog';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { RadioList } from '@/components/ui/radio-list';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import type { Audience } from '@/lib/domain/access/actor';

export type KeyDialogProps = { audience: Audience; create: ApiKeyActions['create'] };

/** A new key's form; then the key, once. */
export function KeyDialog({ audience, create }: KeyDialogProps): ReactNode {
  const t = useTranslations('apiKey');
  const accesses = accessesOf(audience);
  const [isOpen, setIsOpen] = useState(false);
  const [access, setAccess] = useState<KeyAccess>(accesses[0]!);
  const [life, setLife] = useState<string>('365');
  const [made, setMade] = useState<MadeKey | null>(null);
  const { submit, isPending, message, field, reset } = useAction(create, {
    fields: ['name'],
    onDone: (key) => {
      setIsOpen(false);
      setMade(key);
    },
  });
  return (
    <>
      <Dialog
        isOpen={isOpen}
        onOpenChange={(next) => {
          setIsOpen(next);
          reset();
        }}
        title={t('add')}
        trigger={
          <Button variant="primary" icon={<Plus size={16} aria-hidden />}>
            {t('add')}
          </Button>
        }
      >
        <Form
          onSubmit={submit((text) => ({
            ...grantOf(access),
            name: text('name'),
            lifeDays: life === 'never' ? null : Number(life),
          }))}
          validationBehavior="aria"
        >
          <FormError>{message}</FormError>
          <TextField
            name="name"
            label={t('name')}
            description={t('nameHint')}
            maxLength={100}
            isRequired
            autoFocus
            {...field('name')}
          />
          <RadioList
            label={t('columns.access')}
            value={access}
            onChange={(id) => setAccess(id as KeyAccess)}
            options={accesses.map((id) => ({
              id,
              label: t(`access.${id}`),
              description: t(`accessHint.${audience}.${id}`),
            }))}
          />
          <Select
            label={t('life')}
            value={life}
            onChange={setLife}
            options={LIVES.map((id) => ({ id, label: t(`lives.${id}`) }))}
          />
          <FormActions>
            <Button type="submit" variant="primary" isPending={isPending}>
              {t('create')}
            </Button>
          </FormActions>
        </Form>
      </Dialog>
      <MadeKeyDialog made={made} onClose={() => setMade(null)} />
    </>
  );
}

/** In days. */
const LIVES = ['30', '90', '365', 'never'] as const;
