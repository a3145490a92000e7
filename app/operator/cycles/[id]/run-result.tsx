import { getLocale, getTranslations } from 'next-intl/server';
import { MoneyText } from '@/components/money/money-text';
import type { RunView } from '@/components/run/run-view';
import { Callout } from '@/components/ui/callout';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { LinkButton } from '@/components/ui/link-button';
import { formatCount } from '@/lib/format/quantity';
import type { CycleView } from '@/lib/services/cycles/cycle-view';

/** What a run did: its totals and changes, and where that leaves the cycle. */
export async function RunResult({ cycle, run }: { cycle: CycleView; run: RunView }) {
  const t = await getTranslations('operator.run');
  const locale = await getLocale();
  const { created, updated, unchanged } = run.changes;
  const { total, held } = run.accounts;
  const isNothingNew = created === 0 && updated === 0;
  return (
    <>
      <KeyFigures>
        {run.totals.map(({ currency, amount }) => (
          <KeyFigure
            key={currency}
            label={t('billed', { currency })}
            value={<MoneyText amount={amount} currency={currency} size="figure" />}
          />
        ))}
        <KeyFigure
          label={t('accounts')}
          value={formatCount(total, locale)}
          note={t('changes', { created, updated, unchanged })}
        />
        <KeyFigure
          label={t('held')}
          value={formatCount(held, locale)}
          {...(held > 0 ? { tone: 'attention' as const, href: '?accounts.state=held#accounts' } : {})}
        />
      </KeyFigures>
      {run.phase === 'issued' ? (
        <Callout
          tone="good"
          title={t('issuedTitle')}
          actions={
            <LinkButton size="sm" href={`/operator/bills?cycle=${cycle.id}`}>
              {t('toBills')}
            </LinkButton>
          }
        >
          {t('issuedNote', { held })}
        </Callout>
      ) : null}
      {run.phase === 'review' && isNothingNew ? (
        <Callout tone="good" title={t('nothingNewTitle')}>
          {t('nothingNewNote')}
        </Callout>
      ) : null}
      {run.phase === 'approved' ? <Callout title={t('approvedTitle')}>{t('approvedNote')}</Callout> : null}
    </>
  );
}
