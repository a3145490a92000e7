'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type {
  ExampleBill,
  ExampleChain,
  ExampleLink,
  PlacedTerm,
} from '@/components/agreement/example-chain';
import { ExampleResult } from '@/components/agreement/example-result';
import { soldChoices } from '@/components/agreement/sold-choices';
import { DecimalField } from '@/components/ui/decimal-field';
import { IssueList } from '@/components/ui/issue-list';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import { chooseTerm, chosenStep } from '@/lib/domain/settlement/choose-term';
import { readExample } from '@/lib/domain/settlement/read-example';
import { explainSteps } from '@/lib/format/explain-step';

export type ExamplePanelProps = {
  /** The one at the top of what is shown: the operator, or whoever pays as far as the reader may see. */
  top: { id: string; name: string };
  payer: { id: string };
  partner: { id: string; name: string };
  currency: string;
  terms: readonly PlacedTerm[];
  chains: readonly ExampleChain[];
};

/** Of one bill, who gets what: computed here by the code that settles, while the terms are being written. */
export function ExamplePanel({ top, payer, partner, currency, terms, chains }: ExamplePanelProps): ReactNode {
  const t = useTranslations('agreement.example');
  const place = useTranslations('agreement');
  const explain = useTranslations('explain');
  const locale = useLocale();
  const [bill, setBill] = useState<ExampleBill>(BILL);
  const choices = soldChoices(chains, terms, (name) => place('placeCategory', { name }));
  const [chosen, setChosen] = useState(choices[0]?.id ?? '');
  const chain = choices.find(({ id }) => id === chosen) ?? choices[0];
  const term = chooseTerm(terms, { id: chain?.id || null, category: chain?.category ?? null });
  const own: ExampleLink[] = term
    ? [{ ...term, payerId: payer.id, partyId: partner.id, name: partner.name }]
    : [];
  const links = fromTop([...(chain?.above ?? []), ...own, ...(chain?.below ?? [])], top.id);
  const read = readExample({ ...bill, currency, operatorId: top.id, chain: links });
  const box = (name: keyof ExampleBill, label: string, suffix?: string) => (
    <DecimalField
      label={label}
      isRequired
      value={bill[name]}
      onChange={(value) => setBill((before) => ({ ...before, [name]: value }))}
      {...(suffix === undefined ? {} : { suffix })}
    />
  );
  return (
    <Section title={t('title')} description={t('description')}>
      <div className="grid grid-cols-2 gap-3">
        {box('amount', t('amount'), currency)}
        {box('quantity', t('quantity'))}
        {box('paidPercent', t('paid'), '%')}
        {box('soldBefore', t('before'), currency)}
        {choices.length > 1 ? (
          <Select
            className="col-span-2"
            label={t('chain')}
            isRequired
            options={choices.map(({ id, label }) => ({ id: id || ALONE, label }))}
            value={chain?.id || ALONE}
            onChange={(id) => setChosen(id === ALONE ? '' : id)}
          />
        ) : null}
      </div>
      <div className="pt-4" aria-live="polite">
        {!term ? (
          <p className="text-ink-muted">{t('noTerm')}</p>
        ) : read.ok ? (
          <>
            {terms.length > 1
              ? explainSteps([stepOf(term)], explain, { currency, locale }).map((words) => (
                  <p key={words} className="pb-2 text-sm text-ink-muted">
                    {words}
                  </p>
                ))
              : null}
            <ExampleResult
              top={top}
              links={links}
              shares={read.value.shares}
              currency={read.value.currency}
            />
          </>
        ) : (
          <>
            <p className="pb-2 text-ink-muted">{t('wrong')}</p>
            <IssueList issues={read.issues} />
          </>
        )}
      </div>
    </Section>
  );
}

const stepOf = ({ offeringId, offeringName, category }: PlacedTerm) =>
  chosenStep({ offering: offeringName ?? offeringId, category });

/** Who is paid by somebody that is not shown is shown as paid by the one at the top. */
function fromTop(links: readonly ExampleLink[], topId: string): ExampleLink[] {
  const shown = new Set(links.map(({ partyId }) => partyId));
  return links.map((link) => (shown.has(link.payerId) ? link : { ...link, payerId: topId }));
}

const BILL: ExampleBill = { amount: '100.00', quantity: '1', paidPercent: '100', soldBefore: '0' };
const ALONE = 'alone';
