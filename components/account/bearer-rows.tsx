import { Plus, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { FormError } from '@/components/ui/form';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { addDecimal, formatDecimal, parseDecimal } from '@/lib/domain/money/decimal';
import { formatQuantity } from '@/lib/format/quantity';

/** `key` tells rows apart while they are edited. */
export type Bearer = { key: number; party: string; percent: string };

export type BearerRowsProps = {
  bearers: readonly Bearer[];
  parties: readonly { id: string; name: string }[];
  onChange: (bearers: readonly Bearer[]) => void;
  /** What is refused, by path: `bearers.1.percent`. */
  field: (path: string) => { errorMessage?: string };
};

/** Who bears which part of a discount, and what the parts come to. */
export function BearerRows({ bearers, parties, onChange, field }: BearerRowsProps): ReactNode {
  const t = useTranslations('discount');
  const locale = useLocale();
  const sum = bearers.reduce((total, { percent }) => addDecimal(total, parseDecimal(percent) ?? ZERO), ZERO);
  const unnamed = parties.find(({ id }) => !bearers.some(({ party }) => party === id));
  const nextKey = Math.max(0, ...bearers.map(({ key }) => key)) + 1;
  const change = (index: number, part: Partial<Bearer>) =>
    onChange(bearers.map((bearer, i) => (i === index ? { ...bearer, ...part } : bearer)));
  const options = parties.map(({ id, name }) => ({ id, label: name }));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="pb-2 text-sm font-medium">{t('parts')}</legend>
      {bearers.map((bearer, index) => (
        <div key={bearer.key} className="grid grid-cols-[1fr_8rem_auto] items-start gap-2">
          <Select
            label={t('party', { place: index + 1 })}
            hideLabel
            options={options}
            value={bearer.party}
            onChange={(party) => change(index, { party })}
            {...field(`bearers.${index}.party`)}
          />
          <DecimalField
            label={t('part', { place: index + 1 })}
            hideLabel
            suffix="%"
            value={bearer.percent}
            onChange={(percent) => change(index, { percent: percent ?? '' })}
            {...field(`bearers.${index}.percent`)}
          />
          <IconButton
            label={t('remove', { place: index + 1 })}
            icon={<X size={16} aria-hidden />}
            onPress={() => onChange(bearers.filter((_, i) => i !== index))}
          />
        </div>
      ))}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button
          size="sm"
          icon={<Plus size={16} aria-hidden />}
          isDisabled={unnamed === undefined}
          onPress={() => onChange([...bearers, { key: nextKey, party: unnamed!.id, percent: '' }])}
        >
          {t('add')}
        </Button>
        <p className="text-sm tabular-nums text-ink-muted" aria-live="polite">
          {t('sum', { sum: formatQuantity(formatDecimal(sum), locale) })}
        </p>
      </div>
      <FormError>{field('bearers').errorMessage}</FormError>
    </fieldset>
  );
}

const ZERO = parseDecimal('0')!;
