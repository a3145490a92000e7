'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ChoiceBar } from '@/components/data-table/choice-bar';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

/** What names are here; of tax codes only the class is told. */
export type NameTarget = { offering: string | null; description: string | null; taxClass: string | null };

export type NameBarProps = {
  kind: 'service' | 'tax_code';
  count: number;
  canForget: boolean;
  isPending: boolean;
  offerings: readonly { slug: string; name: string }[];
  taxClasses: readonly string[];
  onMap: (to: NameTarget | null) => void;
  onCancel: () => void;
};

const NONE = '';

/** What the chosen services or tax codes are. */
export function NameBar({
  kind,
  count,
  canForget,
  isPending,
  offerings,
  taxClasses,
  onMap,
  onCancel,
}: NameBarProps): ReactNode {
  const t = useTranslations('mapping');
  const [offering, setOffering] = useState<string>(NONE);
  const [description, setDescription] = useState('');
  const [taxClass, setTaxClass] = useState<string | null>(null);
  const target = {
    offering: offering === NONE ? null : offering,
    description: description.trim() === '' ? null : description.trim(),
    taxClass,
  };
  const isComplete = taxClass !== null || (kind === 'service' && target.offering !== null);
  return (
    <ChoiceBar
      label={t('mapLabel')}
      chosen={t('chosen', { count })}
      cancelLabel={t('cancel')}
      onCancel={onCancel}
      hasFields
    >
      {kind === 'service' ? (
        <>
          <Select
            label={t('offering')}
            className="w-full sm:w-64"
            value={offering}
            options={[
              { id: NONE, label: t('noneOffering') },
              ...offerings.map(({ slug, name }) => ({ id: slug, label: name, description: slug })),
            ]}
            onChange={setOffering}
          />
          <TextField
            label={t('shownAs')}
            className="w-full sm:w-52"
            placeholder={t('shownAsNote')}
            value={description}
            onChange={setDescription}
          />
        </>
      ) : null}
      <Select
        label={t('taxClass')}
        className="w-full sm:w-44"
        value={taxClass}
        options={taxClasses.map((id) => ({ id, label: id }))}
        onChange={setTaxClass}
      />
      <Button variant="primary" isPending={isPending} isDisabled={!isComplete} onPress={() => onMap(target)}>
        {t('map', { count })}
      </Button>
      {canForget ? (
        <Button variant="quiet" isDisabled={isPending} onPress={() => onMap(null)}>
          {t('forget')}
        </Button>
      ) : null}
    </ChoiceBar>
  );
}
