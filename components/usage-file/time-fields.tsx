'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ComboBox } from '@/components/ui/combo-box';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { emptyValue, type MappingDraft } from '@/components/usage-file/mapping-draft';
import { ValueField } from '@/components/usage-file/value-field';

/** When it happened: which columns, how they are written, and in whose clock. */
export function TimeFields({
  time,
  onChange,
  columns,
}: {
  time: MappingDraft['time'];
  onChange(time: MappingDraft['time']): void;
  columns: readonly string[];
}): ReactNode {
  const t = useTranslations('usageFile.editor');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <ValueField
        label={t('time')}
        value={{ ...emptyValue(), fields: time.fields, separator: ' ' }}
        onChange={({ fields }) => onChange({ ...time, fields })}
        columns={columns}
        allowsConstant={false}
      />
      <TextField
        isRequired
        label={t('timeFormat')}
        description={t('timeFormatNote')}
        value={time.format}
        onChange={(format) => onChange({ ...time, format })}
      />
      <ComboBox
        label={t('timeZone')}
        description={t('timeZoneNote')}
        options={ZONES.map((id) => ({ id, label: id }))}
        value={time.timeZone || null}
        onChange={(timeZone) => onChange({ ...time, timeZone: timeZone ?? '' })}
      />
      {time.timeZone ? (
        <div className="grid gap-2 sm:grid-cols-2">
          <Select
            isRequired
            label={t('repeatedHour')}
            options={(['first', 'second', 'refuse'] as const).map((id) => ({
              id,
              label: t(`repeated_${id}`),
            }))}
            value={time.repeatedHour}
            onChange={(repeatedHour) => onChange({ ...time, repeatedHour })}
          />
          <Select
            isRequired
            label={t('skippedHour')}
            options={(['forward', 'refuse'] as const).map((id) => ({ id, label: t(`skipped_${id}`) }))}
            value={time.skippedHour}
            onChange={(skippedHour) => onChange({ ...time, skippedHour })}
          />
        </div>
      ) : null}
    </div>
  );
}

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
