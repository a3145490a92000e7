import { getLocale, getTranslations } from 'next-intl/server';
import type { RunControlsProps } from '@/app/operator/cycles/[id]/_components/run-controls';
import type { RunView } from '@/components/run/run-view';
import { formatDate } from '@/lib/format/date';
import { formatMoney } from '@/lib/format/money';
import type { CycleView } from '@/lib/services/cycles/cycle-view';

/** What each deliberate step asks first, with its numbers. */
export async function runQuestions(
  cycle: CycleView,
  run: RunView | null,
): Promise<RunControlsProps['questions']> {
  const t = await getTranslations('operator.run.question');
  const locale = await getLocale();
  const totals = (run?.totals ?? [])
    .map(({ amount, currency }) => formatMoney(amount, currency, locale))
    .join(' · ');
  const numbers = {
    bills: (run?.accounts.done ?? 0) - (run?.accounts.issued ?? 0),
    held: run?.accounts.held ?? 0,
    totals: totals || '–',
    on: run?.issuedOn ? formatDate(run.issuedOn, locale, 'long') : '',
    names: cycle.missingPartners.map(({ name }) => name).join(', '),
    count: cycle.missingPartners.length,
  };
  const ask = (step: 'approve' | 'issue' | 'cancel' | 'run') => ({
    title: t(`${step}.title`, numbers),
    description: <p>{t(`${step}.description`, numbers)}</p>,
    confirm: t(`${step}.confirm`),
  });
  return {
    approve: ask('approve'),
    issue: ask('issue'),
    cancel: ask('cancel'),
    ...(cycle.missingPartners.length > 0 ? { run: ask('run') } : {}),
  };
}
