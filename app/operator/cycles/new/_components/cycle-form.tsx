'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { PeriodText } from '@/components/time/period-text';
import { Button } from '@/components/ui/button';
import { ComboBox } from '@/components/ui/combo-box';
import { DateField } from '@/components/ui/date-field';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { civilDate } from '@/lib/domain/period/civil-date';
import {
  type CycleFrequency,
  cyclePeriod,
  cyclePeriodContaining,
  FREQUENCIES,
} from '@/lib/domain/period/cycle';

type Input = {
  name: string;
  frequency: CycleFrequency;
  anchorOn: string;
  timeZone: string;
  cutOffDays: number;
};

export type CycleFormProps = {
  timeZones: readonly string[];
  today: string;
  timeZone: string;
  add: (input: Input) => Promise<{ ok: true } | { ok: false; message: string }>;
};

/** A new rhythm of billing, with the periods it makes beside it as it is chosen. */
export function CycleForm({ timeZones, today, timeZone: usual, add }: CycleFormProps): ReactNode {
  const t = useTranslations('operator.newCycle');
  const router = useRouter();
  const [name, setName] = useState('');
  const [frequency, setFrequency] = useState<CycleFrequency>('monthly');
  const [anchorOn, setAnchorOn] = useState<string | null>(`${today.slice(0, 8)}01`);
  const [timeZone, setTimeZone] = useState<string | null>(usual);
  const [cutOffDays, setCutOffDays] = useState('3');
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const isWhole =
    name.trim() !== '' && anchorOn !== null && timeZone !== null && /^\d{1,2}$/.test(cutOffDays);

  async function submit(): Promise<void> {
    if (!isWhole) return;
    setIsBusy(true);
    const answer = await add({ name, frequency, anchorOn, timeZone, cutOffDays: Number(cutOffDays) });
    setIsBusy(false);
    if (answer.ok) router.push(`/operator/cycles?q=${encodeURIComponent(name.trim())}`);
    else setFailure(answer.message);
  }

  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FormError>{failure}</FormError>
        <TextField label={t('name')} isRequired value={name} onChange={setName} maxLength={100} />
        <Select
          label={t('frequency')}
          isRequired
          options={FREQUENCIES.map((id) => ({ id, label: t(`frequencies.${id}`) }))}
          value={frequency}
          onChange={(id) => setFrequency(id as CycleFrequency)}
        />
        <DateField
          label={t('anchorOn')}
          description={t('anchorNote')}
          isRequired
          value={anchorOn}
          onChange={setAnchorOn}
        />
        <ComboBox
          label={t('timeZone')}
          isRequired
          options={timeZones.map((id) => ({ id, label: id }))}
          defaultSelectedKey={usual}
          onChange={setTimeZone}
        />
        <TextField
          label={t('cutOffDays')}
          isRequired
          description={t('cutOffNote')}
          inputMode="numeric"
          value={cutOffDays}
          onChange={setCutOffDays}
        />
        <FormActions>
          <Button type="submit" variant="primary" isDisabled={!isWhole} isPending={isBusy}>
            {t('add')}
          </Button>
        </FormActions>
      </Form>
      {anchorOn === null ? null : <Periods anchorOn={anchorOn} frequency={frequency} today={today} />}
    </div>
  );
}

const PERIODS_SHOWN = 6;

function Periods({
  anchorOn,
  frequency,
  today,
}: {
  anchorOn: string;
  frequency: CycleFrequency;
  today: string;
}) {
  const t = useTranslations('operator.newCycle');
  const spec = { anchorOn: civilDate(anchorOn), frequency, timeZone: 'UTC' };
  const { n } = cyclePeriodContaining(spec, civilDate(today));
  const periods = Array.from({ length: PERIODS_SHOWN }, (_, index) => cyclePeriod(spec, n + index));
  return (
    <div>
      <h2 className="mb-2 font-medium">{t('periods')}</h2>
      <ol className="flex flex-col gap-1 tabular-nums">
        {periods.map(({ from, to }) => (
          <li key={from}>
            <PeriodText from={from} to={to} />
          </li>
        ))}
      </ol>
    </div>
  );
}
