'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type Draft, type DraftPrice, newPrice } from '@/components/calculator/draft';
import { examples } from '@/components/calculator/examples';
import { decodePlan, encodePlan } from '@/components/calculator/plan-address';
import { PlanSettings } from '@/components/calculator/plan-settings';
import { fromRequest, toRequest } from '@/components/calculator/preview-request';
import { PreviewResult } from '@/components/calculator/preview-result';
import { PriceEditor } from '@/components/calculator/price-editor';
import { MoneyText } from '@/components/money/money-text';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Section } from '@/components/ui/section';
import { previewPrices } from '@/lib/domain/rating/preview';

export type CalculatorProps = {
  /** The plan in the address, as it came. */
  plan: string | null;
  /** Where the API answers, for the command to copy. */
  origin: string;
};

/** Builds a plan and prices it as it is typed, in the browser, by the code that writes bills. */
export function Calculator({ plan, origin }: CalculatorProps): ReactNode {
  const t = useTranslations('calculator');
  const [opened] = useState(() => (plan === null ? null : decodePlan(plan)));
  const [draft, setDraft] = useState<Draft>(() => opened ?? fromRequest(examples.connectivity)!);
  // A new plan from an example gets new fields, so that no box keeps what was typed into the old one.
  const [generation, setGeneration] = useState(0);
  const request = useMemo(() => toRequest(draft), [draft]);
  const answer = useMemo(() => previewPrices(request), [request]);
  useAddress(draft);

  // The API's own sentences speak of its fields; where there is one for people, it is shown instead.
  const issues = answer.issues.map((issue) => ({
    ...issue,
    message: t.has(`issue.${issue.code}`) ? t(`issue.${issue.code}`) : issue.message,
  }));
  const messages = new Map(issues.map((issue) => [issue.path, issue.message]));
  const setPrice = (price: DraftPrice) =>
    setDraft((now) => ({ ...now, prices: now.prices.map((old) => (old.id === price.id ? price : old)) }));

  function startFrom(next: Draft) {
    setDraft(next);
    setGeneration((now) => now + 1);
  }

  return (
    <div className="grid items-start gap-x-12 lg:grid-cols-[minmax(0,1fr)_minmax(22rem,26rem)]">
      <div key={generation} className="min-w-0">
        {plan !== null && opened === null ? (
          <Callout tone="attention">{t('addressUnreadable')}</Callout>
        ) : null}
        <PlanSettings
          draft={draft}
          messageAt={(path) => messages.get(path)}
          onChange={setDraft}
          onStart={startFrom}
        />
        {draft.prices.map((price, index) => (
          <PriceEditor
            key={price.id}
            price={price}
            draft={draft}
            path={`prices.${index}`}
            messageAt={(path) => messages.get(path)}
            onChange={setPrice}
            onDraft={setDraft}
          />
        ))}
        <Button
          icon={<Plus size={16} aria-hidden />}
          onPress={() =>
            setDraft((now) => ({
              ...now,
              prices: [...now.prices, newPrice(crypto.randomUUID(), freeKey(now.prices))],
            }))
          }
        >
          {t('addPrice')}
        </Button>
      </div>
      <Section title={t('result')} id="result" className="max-lg:pt-10 lg:sticky lg:top-4">
        <PreviewResult answer={answer} issues={issues} request={request} origin={origin} />
      </Section>
      <TotalStrip answer={answer} />
    </div>
  );
}

/** Where the result is far below the fields, its total stays in sight. */
function TotalStrip({ answer }: { answer: ReturnType<typeof previewPrices> }): ReactNode {
  const t = useTranslations('calculator');
  return (
    <a
      href="#result"
      className="sticky bottom-0 -mx-4 flex items-baseline justify-between border-t bg-surface px-4 py-2 sm:-mx-8 sm:px-8 lg:hidden"
    >
      <span className="text-ink-muted">{t('total')}</span>
      <span className="text-lg font-semibold">
        {'lines' in answer ? <MoneyText amount={answer.total} currency={answer.currency} /> : '—'}
      </span>
    </a>
  );
}

function freeKey(prices: readonly DraftPrice[]): string {
  const taken = new Set(prices.flatMap((price) => [price.key, price.meter]));
  let number = prices.length + 1;
  while (taken.has(`price-${number}`)) number += 1;
  return `price-${number}`;
}

const ADDRESS_DELAY_MS = 300;

/** Keeps the address in step with the plan, from the first change on; typing does not fill the history. */
function useAddress(draft: Draft): void {
  const first = useRef(draft);
  useEffect(() => {
    if (draft === first.current) return;
    const timer = setTimeout(() => {
      window.history.replaceState(null, '', `?plan=${encodePlan(draft)}`);
    }, ADDRESS_DELAY_MS);
    return () => clearTimeout(timer);
  }, [draft]);
}
