import { getTranslations } from 'next-intl/server';
import { MoneyText } from '@/components/money/money-text';
import { LineDifferences } from '@/components/run/line-differences';
import type { RunView } from '@/components/run/run-view';
import { Disclosure } from '@/components/ui/disclosure';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { listRunAccounts } from '@/lib/services/bill-runs/list-run-accounts';
import type { ServiceContext } from '@/lib/services/context';

const SHOWN = 10;

/** Which drafts a run found and changed, from what to what, each opening to its lines; nothing when it changed none. */
export async function RunChanges({ ctx, run }: { ctx: ServiceContext; run: RunView }) {
  if (run.changes.updated === 0) return null;
  const t = await getTranslations('run.changes');
  const { data } = await listRunAccounts(ctx, run.id, {
    q: '',
    sort: { id: 'change', descending: true },
    filters: { change: ['updated'] },
    after: null,
    pageSize: SHOWN,
  });
  return (
    <Section
      title={t('title')}
      description={t('description')}
      id="changes"
      actions={
        run.changes.updated > data.length ? (
          <TextLink href={`?run=${run.id}&accounts.change=updated&accounts.sort=-change#accounts`}>
            {t('more')}
          </TextLink>
        ) : null
      }
    >
      {data.map(({ id, number, name, currency, previousTotal, total, differences }) => (
        <Disclosure
          key={id}
          title={
            <>
              {name} <span className="text-sm text-ink-muted">{number}</span>
            </>
          }
          aside={
            <span className="flex flex-wrap items-baseline justify-end gap-x-2">
              <MoneyText amount={previousTotal ?? '0'} currency={currency} hideCurrency />
              <span aria-hidden>→</span>
              <span className="sr-only">{t('after')}</span>
              <MoneyText amount={total ?? '0'} currency={currency} emphasis />
            </span>
          }
        >
          <LineDifferences differences={differences} currency={currency} />
        </Disclosure>
      ))}
    </Section>
  );
}
