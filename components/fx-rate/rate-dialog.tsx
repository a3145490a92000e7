'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { ComboBox } from '@/components/ui/combo-box';
import { DateField } from '@/components/ui/date-field';
import { DecimalField } from '@/components/ui/decimal-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

type Rate = { base: string; quote: string; validOn: string; rate: string; source: string };

export type RateDialogProps = {
  currencies: readonly string[];
  today: string;
  set: Action<Rate>;
};

/** A rate by hand. */
export function RateDialog({ currencies, today, set }: RateDialogProps): ReactNode {
  const t = useTranslations('fxRate');
  const [isOpen, setIsOpen] = useState(false);
  const [rate, setRate] = useState<Rate>({ base: 'EUR', quote: '', validOn: today, rate: '', source: '' });
  const { submit, isPending, message, field, reset } = useAction(set, {
    ...{ fields: Object.keys(rate), done: () => t('saved'), onDone: () => setIsOpen(false) },
  });
  const options = currencies.map((id) => ({ id, label: id }));
  const to = (name: keyof Rate) => (value: string | null) =>
    setRate((before) => ({ ...before, [name]: value ?? '' }));

  return (
    <Dialog
      title={t('add')}
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        reset();
      }}
      trigger={<Button variant="primary">{t('add')}</Button>}
    >
      <Form onSubmit={submit(() => rate)} validationBehavior="aria">
        <FormError>{message}</FormError>
        <div className="grid gap-4 sm:grid-cols-2">
          <ComboBox
            label={t('base')}
            options={options}
            value={rate.base || null}
            onChange={to('base')}
            {...field('base')}
          />
          <ComboBox
            label={t('quote')}
            options={options}
            value={rate.quote || null}
            onChange={to('quote')}
            {...field('quote')}
          />
          <DecimalField label={t('rate')} value={rate.rate} onChange={to('rate')} {...field('rate')} />
          <DateField
            label={t('validOn')}
            value={rate.validOn}
            onChange={to('validOn')}
            {...field('validOn')}
          />
        </div>
        <p className="text-sm text-ink-muted">{t('rateNote')}</p>
        <TextField
          label={t('source')}
          description={t('sourceNote')}
          maxLength={80}
          value={rate.source}
          onChange={to('source')}
          {...field('source')}
        />
        <FormActions>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('save')}
          </Button>
          <Button variant="quiet" onPress={() => setIsOpen(false)}>
            {t('cancel')}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}
