'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Draft, DraftPrice } from '@/components/calculator/draft';
import { toRequest } from '@/components/calculator/preview-request';
import { type Decimal, decimal, formatDecimal, parseDecimal } from '@/lib/domain/money/decimal';
import { previewPrices } from '@/lib/domain/rating/preview';
import { type ExplainTranslator, explainSteps } from '@/lib/format/explain-step';
import { formatMoney } from '@/lib/format/money';
import { formatQuantity } from '@/lib/format/quantity';

/** The tiers in words, on one quantity: what the table above means. Modifiers are left out of it. */
export function WorkedExample({ price, draft }: { price: DraftPrice; draft: Draft }): ReactNode {
  const t = useTranslations('calculator');
  const tExplain = useTranslations('explain') as unknown as ExplainTranslator;
  const locale = useLocale();
  const quantity = exampleQuantity(price, draft);
  const line = priceOf(price, draft.currency, quantity);
  const edges = price.tiers.slice(0, -1).flatMap(({ upTo }) => {
    const edge = parseDecimal(upTo) === null ? null : priceOf(price, draft.currency, upTo);
    return edge ? [{ upTo, amount: edge.amount }] : [];
  });
  if (!line) return null;
  const { currency } = draft;
  return (
    <div className="mt-4 max-w-2xl border-s-2 border-accent-soft ps-3 text-sm">
      <p className="font-medium">
        {t('example.of', {
          quantity: formatQuantity(quantity, locale),
          total: formatMoney(line.amount, currency, locale),
        })}
      </p>
      <ul className="pt-0.5 text-ink-muted">
        {explainSteps(line.steps, tExplain, { currency, locale }).map((words, index) => (
          <li key={index}>{words}</li>
        ))}
      </ul>
      {edges.length > 0 ? (
        <p className="pt-1 text-ink-muted">
          {t('example.edges')}{' '}
          {edges
            .map(
              ({ upTo, amount }) =>
                `${formatQuantity(upTo, locale)} → ${formatMoney(amount, currency, locale)}`,
            )
            .join(' · ')}
        </p>
      ) : null}
    </div>
  );
}

/** What the reader typed as usage or seats, else half as much again as the last bound. */
function exampleQuantity(price: DraftPrice, draft: Draft): string {
  const typed = parseDecimal(price.kind === 'usage' ? (draft.usage[price.meter] ?? '') : draft.quantity);
  if (typed !== null && typed > 0n) return formatDecimal(typed);
  const bounds = price.tiers.flatMap(({ upTo }) => parseDecimal(upTo) ?? []);
  const last = bounds.at(-1) ?? decimal('100');
  return formatDecimal(((last * 3n) / 2n) as Decimal);
}

function priceOf(price: DraftPrice, currency: string, quantity: string) {
  const { id, model, tiers } = price;
  const bare: DraftPrice = {
    ...{ id, model, tiers, key: 'example', kind: 'usage', meter: 'example', numbers: {} },
    ...{ divideBy: '', round: 'none', chargeWhenZero: false, prorate: false },
  };
  const usage = { example: quantity };
  const period = { from: '2026-01-01', to: '2026-02-01', serviceFrom: '', serviceTo: '' };
  const answer = previewPrices(
    toRequest({ currency, ...period, quantity: '', prices: [bare], usage, before: {} }),
  );
  return 'lines' in answer ? (answer.lines[0] ?? null) : null;
}
