'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import {
  type Draft,
  type DraftPrice,
  isTiered,
  MODIFIER_FIELDS,
  type NumberField,
} from '@/components/calculator/draft';
import { NumberBox } from '@/components/calculator/number-box';
import { DecimalField } from '@/components/ui/decimal-field';
import { Disclosure } from '@/components/ui/disclosure';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { TextField } from '@/components/ui/text-field';

export type ModifierFieldsProps = {
  price: DraftPrice;
  draft: Draft;
  path: string;
  messageAt: (path: string) => string | undefined;
  onChange: (price: DraftPrice) => void;
  onNumber: (name: NumberField, value: string) => void;
  onDraft: (draft: Draft) => void;
};

/** What may be put on top of any model, in the order in which it is applied. Closed while nothing of it is used. */
export function ModifierFields(props: ModifierFieldsProps): ReactNode {
  const { price, draft, path, messageAt, onChange, onNumber, onDraft } = props;
  const t = useTranslations('calculator');
  const used = usedModifiers(price, draft);
  const box = (name: NumberField) => (
    <NumberBox
      key={name}
      {...{ name, price, path, messageAt, currency: draft.currency, onChange: onNumber }}
    />
  );
  return (
    <Disclosure
      className="mt-4"
      title={t('modifiers.title')}
      aside={
        used > 0 ? <span className="text-sm text-ink-muted">{t('modifiers.used', { used })}</span> : null
      }
      defaultExpanded={used > 0}
    >
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-3">
        <DecimalField
          label={t('field.divideBy')}
          value={price.divideBy}
          onChange={(divideBy) => onChange({ ...price, divideBy })}
          errorMessage={messageAt(`${path}.unitConversion.divideBy`) ?? messageAt(`${path}.unitConversion`)}
        />
        <Select
          label={t('field.round')}
          options={(['none', 'up', 'down'] as const).map((id) => ({ id, label: t(`round.${id}`) }))}
          value={price.round}
          onChange={(round) => onChange({ ...price, round: round as DraftPrice['round'] })}
          isRequired
        />
        {MODIFIER_FIELDS.map(box)}
        {price.kind === 'usage' ? (
          <>
            <DecimalField
              label={t('field.before')}
              description={t('field.beforeHint')}
              value={draft.before[price.meter] ?? ''}
              onChange={(text) => onDraft({ ...draft, before: { ...draft.before, [price.meter]: text } })}
              errorMessage={messageAt(`cumulativeBefore.${price.meter}`)}
            />
            <TextField
              label={t('field.meter')}
              value={price.meter}
              onChange={(meter) => onChange({ ...price, meter })}
              isRequired
              errorMessage={messageAt(`${path}.meter`)}
            />
          </>
        ) : null}
      </div>
      <div className="flex flex-col gap-2 pt-4">
        {price.kind === 'recurring' ? (
          <Switch
            isSelected={price.prorate}
            onChange={(prorate) => onChange({ ...price, prorate })}
            description={t('field.prorateHint')}
          >
            {t('field.prorate')}
          </Switch>
        ) : null}
        {isTiered(price.model) || price.model === 'flat' ? (
          <Switch
            isSelected={price.chargeWhenZero}
            onChange={(chargeWhenZero) => onChange({ ...price, chargeWhenZero })}
          >
            {t('field.chargeWhenZero')}
          </Switch>
        ) : null}
      </div>
    </Disclosure>
  );
}

function usedModifiers(price: DraftPrice, draft: Draft): number {
  const numbers = MODIFIER_FIELDS.filter((name) => (price.numbers[name] ?? '') !== '').length;
  const before = price.kind === 'usage' && (draft.before[price.meter] ?? '') !== '';
  const flags = [
    price.divideBy !== '',
    before,
    price.prorate && price.kind === 'recurring',
    price.chargeWhenZero,
  ];
  return numbers + flags.filter(Boolean).length;
}
