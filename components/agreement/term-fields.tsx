'use client';

import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { TERM_KINDS, type TermDraft, type TermKind } from '@/components/agreement/term-draft';
import { newPrice } from '@/components/calculator/draft';
import { TierEditor } from '@/components/calculator/tier-editor';
import { DecimalField } from '@/components/ui/decimal-field';
import { IconButton } from '@/components/ui/icon-button';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';

export type TermFieldsProps = {
  term: TermDraft;
  index: number;
  currency: string;
  places: readonly { id: string; label: string }[];
  /** What is wrong at a path below `terms.<index>`. */
  messageAt: (path: string) => string | undefined;
  onChange: (term: TermDraft) => void;
  /** Null: it is the only one. */
  onRemove: (() => void) | null;
};

/** One settlement term: for what, by which rule, within which bounds, and when it is due. */
export function TermFields({
  term,
  index,
  currency,
  places,
  messageAt,
  onChange,
  onRemove,
}: TermFieldsProps): ReactNode {
  const t = useTranslations('agreement');
  const path = `terms.${index}`;
  const isOnly = onRemove === null;
  const set = (change: Partial<TermDraft>) => onChange({ ...term, ...change });
  const number = (
    name: NumberName,
    suffix: string,
    extra: { isRequired?: boolean; description?: string } = {},
  ) => (
    <DecimalField
      label={t(name)}
      suffix={suffix}
      value={term[name]}
      onChange={(value) => set({ [name]: value })}
      errorMessage={messageAt(`${path}.terms.${name}`)}
      {...extra}
    />
  );
  return (
    <Section
      level={3}
      title={t('term', { n: index + 1 })}
      actions={
        onRemove ? (
          <IconButton
            label={t('removeTerm')}
            icon={<Trash2 size={16} aria-hidden />}
            size="sm"
            onPress={onRemove}
          />
        ) : null
      }
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t('place')}
          isRequired
          options={[{ id: 'everything', label: t(isOnly ? 'allOfferings' : 'everything') }, ...places]}
          value={term.place || 'everything'}
          onChange={(place) => set({ place: place === 'everything' ? '' : place })}
          errorMessage={messageAt(`${path}.place`)}
        />
        <Select
          label={t('basis')}
          isRequired
          options={(['billed', 'collected'] as const).map((id) => ({ id, label: t(`bases.${id}`) }))}
          value={term.basis}
          onChange={(basis) => set({ basis })}
        />
        <Select
          className="sm:col-span-2"
          label={t('kind')}
          isRequired
          options={TERM_KINDS.map((id) => ({ id, label: t(`kinds.${id}`) }))}
          value={term.kind}
          onChange={(kind) => set({ kind: kind as TermKind })}
          errorMessage={messageAt(`${path}.kind`)}
        />
        {term.kind === 'percentage' ? number('ratePercent', '%', { isRequired: true }) : null}
        {term.kind === 'fixed_per_unit' ? number('amountPerUnit', currency, { isRequired: true }) : null}
        {term.kind === 'cost_plus' ? (
          <>
            {number('costPerUnit', currency, { description: t('costPerUnitNote') })}
            {number('markupPercent', '%', { isRequired: true })}
          </>
        ) : null}
        {term.kind === 'wholesale' ? (
          <Select
            label={t('model')}
            isRequired
            options={(['graduated', 'volume'] as const).map((id) => ({ id, label: t(`models.${id}`) }))}
            value={term.model}
            onChange={(model) => set({ model: model as TermDraft['model'] })}
          />
        ) : null}
      </div>
      {term.kind === 'wholesale' || term.kind === 'graduated_percentage' ? (
        <TierEditor
          price={{ ...newPrice(term.id, term.id, tierModel(term)), tiers: term.tiers }}
          path={`${path}.terms`}
          messageAt={(at) => messageAt(at.replace(/\.rate$/, '.ratePercent'))}
          onChange={({ tiers }) => set({ tiers })}
          {...(term.kind === 'graduated_percentage' ? { onlyRates: t('tierPercent') } : {})}
        />
      ) : null}
      <div className="grid gap-4 pt-4 sm:grid-cols-2">
        {number('cap', currency)}
        {number('minimumGuarantee', currency)}
      </div>
    </Section>
  );
}

type NumberName =
  | 'ratePercent'
  | 'amountPerUnit'
  | 'costPerUnit'
  | 'markupPercent'
  | 'cap'
  | 'minimumGuarantee';

const tierModel = ({ kind, model }: TermDraft) =>
  kind === 'graduated_percentage' ? 'graduated_percentage' : model;
