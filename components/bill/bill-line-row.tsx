import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { LineView } from '@/components/bill/bill-view';
import { isSameAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { PeriodText } from '@/components/time/period-text';
import { Disclosure } from '@/components/ui/disclosure';
import { TextLink } from '@/components/ui/text-link';
import { formatQuantity } from '@/lib/format/quantity';

/** What a page has to say of a line: beside its name, and where it is opened. */
export type LineExtra = { mark?: ReactNode; note?: ReactNode };

/** A line of the bill; it opens in place to how its amount came about. */
export function BillLineRow({
  line,
  currency,
  level = 3,
  extra,
}: {
  line: LineView;
  currency: string;
  /** Of its heading. */
  level?: 3 | 4;
  extra?: LineExtra | undefined;
}): ReactNode {
  const t = useTranslations('bill');
  const locale = useLocale();
  return (
    <Disclosure
      level={level}
      title={
        <span className="flex flex-wrap items-baseline gap-x-3">
          <span>{line.description}</span>
          {NAMED.has(line.kind) ? <span className="text-xs">{t(`kind.${line.kind}`)}</span> : null}
          <span className="text-xs text-ink-muted">
            <PeriodText from={line.period.from} to={line.period.to} />
          </span>
          {line.quantity === null || (line.quantity === '1' && line.unit === null) ? null : (
            <span className="text-xs text-ink-muted">
              {line.unit === null
                ? t('times', { quantity: formatQuantity(line.quantity, locale) })
                : formatQuantity(line.quantity, locale, line.unit)}
            </span>
          )}
          {extra?.mark}
        </span>
      }
      aside={<MoneyText amount={line.amount} currency={currency} />}
    >
      <Explanation line={line} currency={currency} />
      {extra?.note ? <div className="pt-3 text-sm print:hidden">{extra.note}</div> : null}
    </Disclosure>
  );
}

/** Lines that need a word on what they are, because their name is that of what they change. */
const NAMED = new Set(['credit', 'discount', 'adjustment', 'true_up', 'maximum', 'minimum']);

function Explanation({ line, currency }: { line: LineView; currency: string }): ReactNode {
  const t = useTranslations('bill');
  return (
    <div className="flex flex-col gap-2 text-sm">
      {line.explanation.length > 0 ? (
        <ol className="flex flex-col gap-0.5 border-s-2 border-accent-soft ps-3">
          {line.explanation.map((step, index) => (
            <li key={`${index}:${step}`}>{step}</li>
          ))}
        </ol>
      ) : null}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-ink-muted">
        <dt>{t('exact')}</dt>
        <dd>
          <MoneyText amount={line.exact} currency={currency} exact />{' '}
          <span className="text-xs">
            {t(isSameAmount(line.exact, line.amount) ? 'nothingToRound' : 'roundedOnce')}
          </span>
        </dd>
        <dt>{t('source')}</dt>
        <dd>
          {t(`mode.${line.mode}`)}
          {line.rowsHref ? (
            <>
              {' · '}
              <TextLink href={line.rowsHref}>{t('partnerRows')}</TextLink>
            </>
          ) : null}
        </dd>
        <dt>{t('tax')}</dt>
        <dd>{t('taxOfLine', { category: line.taxCategory, rate: line.taxRatePercent })}</dd>
        {line.shares ? (
          <>
            <dt>{t('sharesOfLine')}</dt>
            <dd>
              <ul className="flex flex-col gap-0.5">
                {line.shares.map((share) => (
                  <li key={share.party} className="flex flex-wrap gap-x-3">
                    <span className="text-ink">
                      {share.party} <MoneyText amount={share.amount} currency={currency} />
                    </span>
                    <span>{share.explanation.join(' ')}</span>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        ) : null}
      </dl>
    </div>
  );
}
