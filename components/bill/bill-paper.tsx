import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BillLineRow, type LineExtra } from '@/components/bill/bill-line-row';
import { BillTotals } from '@/components/bill/bill-totals';
import type { BillView, PartyView, SectionView } from '@/components/bill/bill-view';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { Stream } from '@/components/stream/stream';
import { DateText } from '@/components/time/date-text';
import { PeriodText } from '@/components/time/period-text';

/** One bill as a document: who, how much, the stream of its suppliers, and every line down to its arithmetic. */
export function BillPaper({
  bill,
  extras = {},
}: {
  bill: BillView /** By the line's id. */;
  extras?: Readonly<Record<string, LineExtra>>;
}): ReactNode {
  const t = useTranslations('bill');
  return (
    <article
      aria-label={bill.number ? t('title', { number: bill.number }) : t('draftTitle')}
      className="max-w-4xl border bg-raised px-4 py-6 sm:px-10 sm:py-10 print:max-w-none print:border-0 print:p-0"
    >
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b-2 border-accent pb-3">
        <p className="text-lg font-semibold text-accent">{bill.operatorName}</p>
        <p className="text-lg">{bill.number ? t('title', { number: bill.number }) : t('draftTitle')}</p>
      </header>
      <div className="grid gap-6 py-6 sm:grid-cols-3">
        <PartyBlock label={t('from')} party={bill.from} />
        <PartyBlock label={t('to')} party={bill.to} />
        <dl className="grid grid-cols-[auto_1fr] content-start gap-x-4 gap-y-1 text-sm">
          <Fact term={t('account')}>{bill.account.number}</Fact>
          <Fact term={t('period')}>
            <PeriodText from={bill.period.from} to={bill.period.to} />
          </Fact>
          <Fact term={t('issuedOn')}>{bill.issuedOn ? <DateText value={bill.issuedOn} /> : t('notYet')}</Fact>
          <Fact term={t('dueOn')}>{bill.dueOn ? <DateText value={bill.dueOn} /> : t('notYet')}</Fact>
        </dl>
      </div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-y py-4">
        <div>
          <p className="font-medium">{t('amountDue')}</p>
          <p className="text-sm text-ink-muted">{t('onePayment')}</p>
        </div>
        <p className="text-2xl font-semibold">
          <MoneyText amount={bill.amountDue} currency={bill.currency} size="figure" />
        </p>
      </div>
      <div className="py-6 print:hidden">
        <Stream
          title={t('streamTitle')}
          direction="join"
          sources={[
            ...bill.sections.map((section) => ({
              id: section.supplierId,
              label: section.supplier,
              amount: section.net,
              currency: bill.currency,
              href: `#supplier-${section.supplierId}`,
              tone: section.role === 'operator' ? ('own' as const) : ('partner' as const),
            })),
            ...(isZeroAmount(bill.tax)
              ? []
              : [
                  {
                    id: 'tax',
                    label: t('tax'),
                    amount: bill.tax,
                    currency: bill.currency,
                    href: '#taxes',
                    tone: 'tax' as const,
                  },
                ]),
          ]}
          trunk={{ label: t('total'), amount: bill.total, currency: bill.currency }}
        />
      </div>
      {bill.sections.map((section) => (
        <SupplierSection
          key={`${section.supplierId}:${section.role}`}
          section={section}
          currency={bill.currency}
          extras={extras}
        />
      ))}
      <BillTotals bill={bill} />
    </article>
  );
}

function SupplierSection({
  section,
  currency,
  extras,
}: {
  section: SectionView;
  currency: string;
  extras: Readonly<Record<string, LineExtra>>;
}): ReactNode {
  const t = useTranslations('bill');
  return (
    <section
      aria-label={section.supplier}
      id={`supplier-${section.supplierId}`}
      className="scroll-mt-16 pt-6"
    >
      <div className="flex items-baseline justify-between gap-4 border-b border-line-strong pb-1.5">
        <h2 className="font-semibold">
          {section.supplier}{' '}
          <span className="ms-1 text-sm font-normal text-ink-muted">{t(`role.${section.role}`)}</span>
        </h2>
        <p className="font-semibold">
          <MoneyText amount={section.net} currency={currency} />
        </p>
      </div>
      {section.lines.map((line) => (
        <BillLineRow key={line.id} line={line} currency={currency} extra={extras[line.id]} />
      ))}
    </section>
  );
}

function PartyBlock({ label, party }: { label: string; party: PartyView }): ReactNode {
  const t = useTranslations('bill');
  return (
    <address className="text-sm not-italic">
      <p className="pb-1 text-xs text-ink-muted">{label}</p>
      <p className="font-semibold">{party.name}</p>
      {party.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {party.vatId ? <p className="text-xs text-ink-muted">{t('vatId', { id: party.vatId })}</p> : null}
    </address>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="text-ink-muted">{term}</dt>
      <dd className="text-end">{children}</dd>
    </>
  );
}
