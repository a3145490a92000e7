'use client';

import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import {
  changeModel,
  type Draft,
  type DraftPrice,
  isTiered,
  MODEL_FIELDS,
  type NumberField,
  renamePrice,
} from '@/components/calculator/draft';
import { ModifierFields } from '@/components/calculator/modifier-fields';
import { NumberBox } from '@/components/calculator/number-box';
import { TierEditor } from '@/components/calculator/tier-editor';
import { UsageField } from '@/components/calculator/usage-field';
import { WorkedExample } from '@/components/calculator/worked-example';
import { IconButton } from '@/components/ui/icon-button';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import {
  AMOUNT_MODELS,
  PRICE_KINDS,
  PRICE_MODELS,
  type PriceKind,
  type PriceModel,
} from '@/lib/domain/pricing/price';

export type PriceEditorProps = {
  price: DraftPrice;
  draft: Draft;
  /** Of this price in the request: "prices.0". */
  path: string;
  messageAt: (path: string) => string | undefined;
  onChange: (price: DraftPrice) => void;
  onDraft: (draft: Draft) => void;
};

export function PriceEditor({
  price,
  draft,
  path,
  messageAt,
  onChange,
  onDraft,
}: PriceEditorProps): ReactNode {
  const t = useTranslations('calculator');
  const setNumber = (name: NumberField, value: string) =>
    onChange({ ...price, numbers: { ...price.numbers, [name]: value } });
  const kinds = PRICE_KINDS.filter((kind) => kind === 'usage' || !AMOUNT_MODELS.has(price.model));
  return (
    <Section
      title={price.key || t('price.unnamed')}
      actions={
        draft.prices.length > 1 ? (
          <IconButton
            label={t('price.remove', { key: price.key })}
            icon={<Trash2 size={16} aria-hidden />}
            size="sm"
            onPress={() => onDraft({ ...draft, prices: draft.prices.filter(({ id }) => id !== price.id) })}
          />
        ) : null
      }
    >
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-3">
        <TextField
          label={t('price.key')}
          value={price.key}
          onChange={(key) => onDraft(renamePrice(draft, price.id, key))}
          isRequired
          errorMessage={messageAt(`${path}.key`)}
          className="max-sm:col-span-2"
        />
        <Select
          label={t('price.kind')}
          options={kinds.map((kind) => ({ id: kind, label: t(`kind.${kind}`) }))}
          value={price.kind}
          onChange={(kind) => onChange({ ...price, kind: kind as PriceKind })}
          isRequired
          errorMessage={messageAt(`${path}.kind`)}
        />
        <Select
          label={t('price.model')}
          options={PRICE_MODELS.map((model) => ({
            id: model,
            label: t(`model.${model}.name`),
            description: t(`model.${model}.rule`),
          }))}
          value={price.model}
          onChange={(model) => onChange(changeModel(price, model as PriceModel))}
          isRequired
        />
      </div>
      <p className="max-w-prose pt-3 text-sm text-ink-muted">{t(`model.${price.model}.rule`)}</p>
      {MODEL_FIELDS[price.model].length > 0 ? (
        <div className="grid grid-cols-2 gap-4 pt-3 sm:grid-cols-3">
          {MODEL_FIELDS[price.model].map((name) => (
            <NumberBox
              key={name}
              {...{ name, price, path, messageAt, currency: draft.currency, onChange: setNumber }}
            />
          ))}
        </div>
      ) : null}
      {isTiered(price.model) ? (
        <>
          <TierEditor price={price} path={path} messageAt={messageAt} onChange={onChange} />
          <WorkedExample price={price} draft={draft} />
        </>
      ) : null}
      {price.kind === 'usage' ? (
        <UsageField price={price} draft={draft} messageAt={messageAt} onDraft={onDraft} />
      ) : null}
      <ModifierFields {...{ price, draft, path, messageAt, onChange, onNumber: setNumber, onDraft }} />
    </Section>
  );
}
