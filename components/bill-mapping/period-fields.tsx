'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BillDraft } from '@/components/bill-mapping/bill-draft';
import { SourceField } from '@/components/bill-mapping/source-field';
import { Checkbox } from '@/components/ui/checkbox';
import { ComboBox } from '@/components/ui/combo-box';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

/** Which days a charge is for, and how the file writes them. */
export function PeriodFields({
  draft,
  onChange,
  names,
}: {
  draft: BillDraft;
  onChange(draft: BillDraft): void;
  names: readonly string[];
}): ReactNode {
  const t = useTranslations('billMapping.fields');
  const set = (changes: Partial<BillDraft>) => onChange({ ...draft, ...changes });
  return (
    <div className="flex flex-col gap-4">
      <Select
        className="max-w-md"
        isRequired
        label={t('period')}
        options={(['columns', 'cycle'] as const).map((id) => ({ id, label: t(`period_${id}`) }))}
        value={draft.period}
        onChange={(id) => set({ period: id as 'cycle' })}
      />
      {draft.period === 'columns' ? (
        <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
          <SourceField
            label={t('from')}
            value={draft.from}
            onChange={(from) => set({ from })}
            columns={names}
            allowsConstant={false}
            isRequired
          />
          <SourceField
            label={t('to')}
            note={t('toNote')}
            value={draft.to}
            onChange={(to) => set({ to })}
            columns={names}
            allowsConstant={false}
          />
          <TextField
            isRequired
            label={t('format')}
            description={t('formatNote')}
            value={draft.fromFormat}
            onChange={(format) => {
              const isSame = draft.toFormat === draft.fromFormat;
              set({ fromFormat: format, ...(isSame && { toFormat: format }) });
            }}
          />
          {draft.to.kind === 'fields' ? (
            <>
              <Checkbox
                isSelected={draft.toIsLastDay}
                onChange={(toIsLastDay) => set({ toIsLastDay })}
                description={t('toIsLastDayNote')}
              >
                {t('toIsLastDay')}
              </Checkbox>
              {draft.toFormat === draft.fromFormat ? null : (
                <TextField
                  isRequired
                  label={t('toFormat')}
                  value={draft.toFormat}
                  onChange={(toFormat) => set({ toFormat })}
                />
              )}
            </>
          ) : null}
          <ComboBox
            label={t('timeZone')}
            description={t('timeZoneNote')}
            options={ZONES.map((id) => ({ id, label: id }))}
            value={draft.timeZone || null}
            onChange={(timeZone) => set({ timeZone: timeZone ?? '' })}
          />
        </div>
      ) : null}
    </div>
  );
}

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
