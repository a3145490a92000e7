import type { ReactNode } from 'react';
import { PricePlan } from '@/components/offering/price-plan';

export type PriceView = {
  id: string;
  key: string;
  name: string;
  currency: string;
  plan: Record<string, unknown>;
};

/** The price components of an offering in one currency: what is due once, then each period, then by use. */
export function PriceList({
  prices,
  unitOf,
}: {
  prices: readonly PriceView[];
  unitOf: (meter: unknown) => string | null;
}): ReactNode {
  return (
    <dl className="grid gap-x-8 gap-y-6 pt-4 sm:grid-cols-[minmax(10rem,1fr)_3fr]">
      {[...prices].sort(byKind).map((price) => (
        <div key={price.id} className="contents">
          <dt>
            <span className="font-medium">{price.name}</span>
            <span className="block font-mono text-xs text-ink-muted">{price.key}</span>
          </dt>
          <dd className="max-w-2xl max-sm:-mt-4">
            <PricePlan plan={price.plan} currency={price.currency} unit={unitOf(price.plan.meter)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const kinds = ['one_time', 'recurring', 'usage'];

const byKind = (a: PriceView, b: PriceView) =>
  kinds.indexOf(String(a.plan.kind)) - kinds.indexOf(String(b.plan.kind)) || (a.key < b.key ? -1 : 1);
