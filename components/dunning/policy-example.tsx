'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type DunningFacts, type DunningStage, dunningStep } from '@/lib/domain/billing/dunning';
import { addDays, type CivilDate, daysBetween } from '@/lib/domain/period/civil-date';
import { formatDate } from '@/lib/format/date';
import { formatMoney } from '@/lib/format/money';

export type PolicyExampleProps = { stages: readonly DunningStage[]; dueOn: string; currency: string };

/** A policy in words: what becomes of a bill that nobody pays, by the function that duns. */
export function PolicyExample({ stages, dueOn, currency }: PolicyExampleProps): ReactNode {
  const t = useTranslations('dunning.policy');
  const locale = useLocale();
  const steps = walk(stages, dueOn as CivilDate);
  return (
    <div aria-live="polite">
      <h3 className="pb-2 font-semibold">{t('example')}</h3>
      {stages.length === 0 ? (
        <p>{t('exampleNone')}</p>
      ) : (
        <>
          <p>
            {t('exampleStart', {
              amount: formatMoney('100', currency, locale),
              due: formatDate(dueOn, locale, 'long'),
            })}
          </p>
          <ol className="flex flex-col gap-1 border-s-2 border-accent-soft my-2 ps-3">
            {steps.map(({ day, action }) => (
              <li key={day}>
                {t('exampleStep', {
                  day: formatDate(day, locale, 'long'),
                  days: daysBetween(dueOn as CivilDate, day),
                  words: t(`words.${action}`),
                })}
              </li>
            ))}
          </ol>
          <p className="text-ink-muted">{t('exampleEnd')}</p>
        </>
      )}
    </div>
  );
}

const MOST_DAYS = 800;

function walk(stages: readonly DunningStage[], dueOn: CivilDate): { day: CivilDate; action: string }[] {
  const steps: { day: CivilDate; action: string }[] = [];
  let facts: DunningFacts = {
    items: [{ billId: '1', dueOn, openMinor: 1n, disputedMinor: 0n }],
    ...{ stage: 0, stageOn: null, pausedUntil: null, promisedUntil: null },
  };
  for (let n = 1; n <= MOST_DAYS && steps.length < stages.length; n += 1) {
    const day = addDays(dueOn, n);
    const step = dunningStep({ minimumMinor: 0n, stages }, facts, day);
    if (step.kind !== 'notice') continue;
    steps.push({ day, action: step.action });
    facts = { ...facts, stage: step.stage, stageOn: day };
  }
  return steps;
}
