'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Draft } from '@/components/calculator/draft';
import { type ExampleName, examples } from '@/components/calculator/examples';
import { fromRequest } from '@/components/calculator/preview-request';
import { Button } from '@/components/ui/button';
import { ComboBox } from '@/components/ui/combo-box';
import { DateField } from '@/components/ui/date-field';
import { DecimalField } from '@/components/ui/decimal-field';
import { Disclosure } from '@/components/ui/disclosure';
import { Menu } from '@/components/ui/menu';
import { Section } from '@/components/ui/section';
import { currencyCodes } from '@/lib/domain/money/currency';

export type PlanSettingsProps = {
  draft: Draft;
  messageAt: (path: string) => string | undefined;
  onChange: (draft: Draft) => void;
  onStart: (draft: Draft) => void;
};

/** What holds for all prices: currency, the billing period, the days of service in it, seats. */
export function PlanSettings({ draft, messageAt, onChange, onStart }: PlanSettingsProps): ReactNode {
  const t = useTranslations('calculator');
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const day = (name: 'from' | 'to' | 'serviceFrom' | 'serviceTo', path: string, isRequired: boolean) => (
    <DateField
      label={t(`plan.${name}`)}
      value={draft[name] || null}
      onChange={(date) => set({ [name]: date ?? '' })}
      isRequired={isRequired}
      errorMessage={messageAt(path)}
    />
  );
  return (
    <Section
      title={t('plan.title')}
      actions={
        <Menu
          label={t('examples.label')}
          trigger={<Button size="sm">{t('examples.label')}</Button>}
          items={(Object.keys(examples) as ExampleName[]).map((name) => ({
            id: name,
            label: t(`examples.${name}`),
            onAction: () => onStart(fromRequest(examples[name])!),
          }))}
        />
      }
    >
      <div className="grid grid-cols-2 gap-4 pb-2 sm:grid-cols-4">
        <ComboBox
          label={t('plan.currency')}
          options={currencyCodes().map((code) => ({ id: code, label: code }))}
          value={draft.currency}
          onChange={(currency) => set({ currency: currency ?? draft.currency })}
          isRequired
          errorMessage={messageAt('currency')}
        />
        {day('from', messageAt('period') ? 'period' : 'period.from', true)}
        {day('to', 'period.to', true)}
        <DecimalField
          label={t('plan.quantity')}
          value={draft.quantity}
          onChange={(quantity) => set({ quantity })}
          errorMessage={messageAt('quantity')}
        />
      </div>
      <Disclosure title={t('plan.service')} defaultExpanded={draft.serviceFrom !== ''}>
        <p className="max-w-prose pb-3 text-sm text-ink-muted">{t('plan.serviceHint')}</p>
        <div className="grid grid-cols-2 gap-4 sm:max-w-md">
          {day('serviceFrom', messageAt('service') ? 'service' : 'service.from', false)}
          {day('serviceTo', 'service.to', false)}
        </div>
      </Disclosure>
    </Section>
  );
}
