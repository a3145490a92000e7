'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ExampleLink } from '@/components/agreement/example-chain';
import { MoneyText } from '@/components/money/money-text';
import { PlaceName } from '@/components/offering/place-name';
import { TermWords } from '@/components/offering/term-words';
import { TreeStream } from '@/components/stream/tree-stream';
import { Callout } from '@/components/ui/callout';
import { Disclosure } from '@/components/ui/disclosure';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';
import type { Currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import type { Step } from '@/lib/domain/rating/step';
import type { ExampleShare } from '@/lib/domain/settlement/example-split';
import { walkDown } from '@/lib/domain/settlement/walk-down';
import { explainSteps } from '@/lib/format/explain-step';
import { formatMoney } from '@/lib/format/money';

export type ExampleResultProps = {
  top: { id: string; name: string };
  links: readonly ExampleLink[];
  shares: readonly ExampleShare[];
  currency: Currency;
};

/** The example as a flow and as a table, each part with its rule and its arithmetic. */
export function ExampleResult({ top, links, shares, currency }: ExampleResultProps): ReactNode {
  const t = useTranslations('agreement.example');
  const explain = useTranslations('explain');
  const locale = useLocale();
  const linkOf = (share: ExampleShare) => links.find(({ partyId }) => partyId === share.partyId);
  const nameOf = (share: ExampleShare) => nameOfId(share.partyId);
  const nameOfId = (id: string) => links.find(({ partyId }) => partyId === id)?.name ?? top.name;
  const payerOf = ({ payerId }: ExampleShare) => (payerId === null ? undefined : nameOfId(payerId));
  const named = (step: Step): Step => (step.party ? { ...step, party: nameOfId(step.party) } : step);
  const ordered = walkDown(shares, { idOf: (share) => share.partyId, payerOf: (share) => share.payerId });
  const money = (amountMinor: bigint) => (
    <MoneyText amount={formatMinor(amountMinor, currency)} currency={currency} />
  );
  const total = formatMinor(shares[0]!.receivedMinor, currency);
  const title = t('ofHundred', { amount: total, currency });
  return (
    <div className="flex flex-col gap-4">
      <TreeStream
        title={title}
        hasTable
        nodes={shares.map((share) => ({
          id: share.partyId,
          payerId: share.payerId,
          label: nameOf(share),
          amount: formatMinor(share.keptMinor, currency),
          received: formatMinor(share.receivedMinor, currency),
          currency,
          tone: share.partyId === top.id ? ('own' as const) : ('partner' as const),
          href: `#rule-${share.partyId}`,
        }))}
        trunk={{ label: t('total'), amount: total, currency }}
      />
      <PlainTable
        caption={title}
        columns={[
          { id: 'who', header: t('who') },
          { id: 'kept', header: t('kept'), align: 'end' },
          { id: 'due', header: t('due'), align: 'end' },
          { id: 'pending', header: t('pending'), align: 'end' },
        ]}
        rows={ordered.map(({ party: share, depth }) => ({
          id: share.partyId,
          cells: {
            who: (
              <PlaceName depth={depth} paidBy={payerOf(share)}>
                {nameOf(share)}
              </PlaceName>
            ),
            kept: money(share.keptMinor),
            due: money(share.dueMinor),
            pending: money(share.pendingMinor),
          },
        }))}
        footer={{
          who: t('total'),
          kept: money(sum(shares, 'keptMinor')),
          due: money(sum(shares, 'dueMinor')),
          pending: money(sum(shares, 'pendingMinor')),
        }}
      />
      {ordered.map(({ party: share }) => {
        const link = linkOf(share);
        const party = nameOf(share);
        const guarantee = formatMoney(formatMinor(share.guaranteeMinor, currency), currency, locale);
        return (
          <div key={share.partyId} id={`rule-${share.partyId}`} className="scroll-mt-4">
            {share.keptMinor < 0n ? <Callout tone="attention">{t('negative', { party })}</Callout> : null}
            <Disclosure title={`${party}: ${t('why')}`}>
              {link ? (
                <p>
                  <TermWords term={{ id: link.partyId, ...link }} currency={currency} />{' '}
                  {link.href ? <TextLink href={link.href}>{link.name}</TextLink> : null}
                </p>
              ) : null}
              <ul className="text-sm text-ink-muted">
                {explainSteps(share.steps.map(named), explain, { currency, locale }).map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
              {share.guaranteeMinor > 0n ? (
                <p className="text-sm">{t('guarantee', { party, amount: guarantee })}</p>
              ) : null}
            </Disclosure>
          </div>
        );
      })}
    </div>
  );
}

const sum = (shares: readonly ExampleShare[], name: 'keptMinor' | 'dueMinor' | 'pendingMinor'): bigint =>
  shares.reduce((total, share) => total + share[name], 0n);
