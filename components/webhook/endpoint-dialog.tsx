'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { type ReadText, useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';
import { SecretDialog } from '@/components/webhook/secret-dialog';
import type { EndpointItem, EndpointValues, WebhookActions } from '@/components/webhook/webhook-view';

export type EndpointDialogProps = {
  /** To change; a new one without. */
  endpoint?: EndpointItem;
  eventTypes: readonly string[];
  actions: Pick<WebhookActions, 'create' | 'change'>;
};

/** An endpoint's form; after a new one, its secret, once. */
export function EndpointDialog({ endpoint, eventTypes, actions }: EndpointDialogProps): ReactNode {
  const t = useTranslations('webhook');
  const [isOpen, setIsOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>(endpoint?.eventTypes ?? []);
  const { submit, isPending, message, field, reset } = useAction(save, {
    fields: ['url', 'description'],
    onDone: (done) => {
      setIsOpen(false);
      if ('secret' in done) setSecret(String(done.secret));
      else toast.success(t('saved'));
    },
  });

  async function save(values: EndpointValues) {
    return endpoint
      ? actions.change({ ...values, id: endpoint.id, state: endpoint.state })
      : actions.create(values);
  }

  return (
    <>
      <Dialog
        isOpen={isOpen}
        onOpenChange={(next) => {
          setIsOpen(next);
          reset();
        }}
        title={endpoint ? t('edit') : t('add')}
        trigger={
          endpoint ? (
            <Button size="sm">{t('edit')}</Button>
          ) : (
            <Button variant="primary" icon={<Plus size={16} aria-hidden />}>
              {t('add')}
            </Button>
          )
        }
      >
        <Form onSubmit={submit((text) => valuesOf(text, chosen))} validationBehavior="aria">
          <FormError>{message}</FormError>
          <TextField
            name="url"
            label={t('url')}
            description={t('urlHint')}
            placeholder="https://example.com/hooks/tributary"
            defaultValue={endpoint?.url ?? ''}
            inputMode="url"
            isRequired
            {...field('url')}
          />
          <TextField
            name="description"
            label={t('note')}
            defaultValue={endpoint?.description ?? ''}
            maxLength={200}
            {...field('description')}
          />
          <fieldset>
            <legend className="pb-1 text-sm font-medium">{t('events')}</legend>
            <div className="flex flex-col gap-1">
              {eventTypes.map((type) => (
                <Checkbox
                  key={type}
                  isSelected={chosen.includes(type)}
                  onChange={(isOn) =>
                    setChosen(isOn ? [...chosen, type] : chosen.filter((each) => each !== type))
                  }
                >
                  <code className="text-sm">{type}</code>
                </Checkbox>
              ))}
            </div>
            <p className="pt-1 text-sm text-ink-muted">{t('eventsHint')}</p>
          </fieldset>
          <FormActions>
            <Button type="submit" variant="primary" isPending={isPending}>
              {endpoint ? t('save') : t('create')}
            </Button>
          </FormActions>
        </Form>
      </Dialog>
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}

const valuesOf = (text: ReadText, eventTypes: readonly string[]): EndpointValues => ({
  url: text('url'),
  description: text('description'),
  eventTypes: [...eventTypes],
});
