import { ChevronRight } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { drawnSources, type StreamSource, sameAmount, sumAmounts } from '@/components/stream/layout-stream';
import { StreamDrawing } from '@/components/stream/stream-drawing';
import type { StreamTrunk } from '@/components/stream/stream-trunk';
import { Callout } from '@/components/ui/callout';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';
import { formatMoney } from '@/lib/format/money';
import { formatPercent } from '@/lib/format/quantity';

export type StreamProps = {
  /** What is shown, for those who hear it: "Suppliers of this bill". */
  title: string;
  sources: readonly StreamSource[];
  trunk: StreamTrunk;
  /** `join`: the sources make up the trunk. `split`: the trunk divides into them. */
  direction?: 'join' | 'split';
  /** The page has the same facts as a table of its own. */
  hasTable?: boolean;
  /** Another drawing of the same sources. */
  children?: ReactNode;
};

/** Where money joins or splits, one width per unit of money, with the same facts as a table beneath. */
export function Stream({
  title,
  sources,
  trunk,
  direction = 'join',
  hasTable = false,
  children,
}: StreamProps): ReactNode {
  const t = useTranslations('common.stream');
  const locale = useLocale();
  const parts = sumAmounts(sources);
  const drawn = drawnSources(sources, (count) => t('others', { count }));
  return (
    <figure className="flex flex-col gap-3">
      <figcaption className="sr-only">{title}</figcaption>
      {sameAmount(parts, trunk.amount) ? null : (
        <Callout tone="risk">
          {t('gap', {
            parts: formatMoney(parts, trunk.currency, locale, { exact: true }),
            total: formatMoney(trunk.amount, trunk.currency, locale, { exact: true }),
          })}
        </Callout>
      )}
      {children ?? <StreamDrawing sources={drawn} trunk={trunk} direction={direction} />}
      {hasTable ? null : (
        <details className="group/details print:hidden">
          <summary className="inline-flex min-h-6 cursor-pointer items-center gap-1.5 rounded-sm text-sm text-ink-muted hover:text-ink">
            <ChevronRight
              size={14}
              aria-hidden
              className="group-open/details:rotate-90 rtl:rotate-180 rtl:group-open/details:rotate-90"
            />
            {t('asTable')}
          </summary>
          <div className="pt-2">
            <StreamTable title={title} sources={sources} trunk={trunk} locale={locale} />
          </div>
        </details>
      )}
    </figure>
  );
}

function StreamTable({
  title,
  sources,
  trunk,
  locale,
}: Pick<StreamProps, 'title' | 'sources' | 'trunk'> & { locale: string }): ReactNode {
  const t = useTranslations('common.stream');
  return (
    <PlainTable
      caption={title}
      columns={[
        { id: 'part', header: t('part') },
        { id: 'amount', header: t('amount'), align: 'end' },
        { id: 'share', header: t('share'), align: 'end' },
      ]}
      rows={sources.map((source) => ({
        id: source.id,
        cells: {
          part: (
            <>
              {source.href ? <TextLink href={source.href}>{source.label}</TextLink> : source.label}
              {source.note ? <span className="text-ink-muted"> {source.note}</span> : null}
            </>
          ),
          amount: <MoneyText amount={source.amount} currency={source.currency} />,
          share: shareOf(source.amount, trunk.amount, locale),
        },
      }))}
      footer={{ part: trunk.label, amount: <MoneyText amount={trunk.amount} currency={trunk.currency} /> }}
    />
  );
}

/** To a tenth of a per cent, for reading; nothing is computed from it. */
function shareOf(amount: string, total: string, locale: string): string | null {
  const ratio = Number(amount) / Number(total);
  return Number.isFinite(ratio) ? formatPercent(ratio.toFixed(3), locale) : null;
}
