'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { ComboBox } from '@/components/ui/combo-box';
import { DateField } from '@/components/ui/date-field';
import { DecimalField } from '@/components/ui/decimal-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

type Rate = { base: string; quote: string; validOn: string; rate: string; source: string };
type Refusal = { message: string; issues: readonly { path: string; message: string }[] };

export type RateDialogProps = {
  currencies: readonly string[];
  today: string;
  set: (rate: Rate) => Promise<{ ok: true } | ({ ok: false } & Refusal)>;
};

/** A rate by hand. */
export function RateDialog({ currencies, today, set }: RateDialogProps): ReactNode {
  const t = useTranslations('fxRate');
  const [isOpen, setIsOpen] = useState(false);
  const [rate, setRate] = useState<Rate>({ base: 'EUR', quote: '', validOn: today, rate: '', source: '' });
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const options = currencies.map((id) => ({ id, label: id }));
  const to = (name: keyof Rate) => (value: string | null) =>
    setRate((before) => ({ ...before, [name]: value ?? '' }));
  const problem = (name: keyof Rate) =>
    refusal?.issues.find(({ path }) => path.split('.').at(-1) === name)?.message;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsPending(true);
    const answer = await set(rate).catch(() => ({ ok: false as const, message: t('failed'), issues: [] }));
    setIsPending(false);
    if (!answer.ok) return setRefusal(answer);
    setRefusal(null);
    setIsOpen(false);
    toast.success(t('saved'));
  }

  return (
    <Dialog
      title={t('add')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="primary">{t('add')}</Button>}
    >
      <Form onSubmit={submit} validationBehavior="aria">
        <FormError>{refusal && refusal.issues.length === 0 ? refusal.message : null}</FormError>
        <div className="grid gap-4 sm:grid-cols-2">
          <ComboBox
            label={t('base')}
            options={options}
            value={rate.base || null}
            onChange={to('base')}
            errorMessage={problem('base')}
          />
          <ComboBox
            label={t('quote')}
            options={options}
            value={rate.quote || null}
            onChange={to('quote')}
            errorMessage={problem('quote')}
          />
          <DecimalField
            label={t('rate')}
            value={rate.rate}
            onChange={to('rate')}
            errorMessage={problem('rate')}
          />
          <DateField
            label={t('validOn')}
            value={rate.validOn}
            onChange={to('validOn')}
            errorMessage={problem('validOn')}
          />
        </div>
        <p className="text-sm text-ink-muted">{t('rateNote')}</p>
        <TextField
          label={t('source')}
          description={t('sourceNote')}
          maxLength={80}
          value={rate.source}
          onChange={to('source')}
          errorMessage={problem('source')}
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
