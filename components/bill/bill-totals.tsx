import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BillView } from '@/components/bill/bill-view';
import { EInvoiceNumber } from '@/components/document/e-invoice-number';
import { MoneyText } from '@/components/money/money-text';
import { PlainTable } from '@/components/ui/plain-table';

/** Below the lines: VAT per seller, the sums, and the legal invoices that stand behind the one bill. */
export function BillTotals({ bill }: { bill: BillView }): ReactNode {
  const t = useTranslations('bill');
  const money = (amount: string) => <MoneyText amount={amount} currency={bill.currency} />;
  return (
    <>
      <section id="taxes" aria-label={t('taxes')} className="scroll-mt-16 pt-8 break-inside-avoid">
        <h2 className="border-b border-line-strong pb-1.5 font-semibold">{t('taxes')}</h2>
        <PlainTable
          caption={t('taxes')}
          columns={[
            { id: 'seller', header: t('seller') },
            { id: 'rate', header: t('taxRate') },
            { id: 'base', header: t('taxBase'), align: 'end' },
            { id: 'amount', header: t('taxAmount'), align: 'end' },
          ]}
          rows={bill.taxes.map((tax) => ({
            id: `${tax.seller}:${tax.category}:${tax.ratePercent}`,
            cells: {
              seller: tax.seller,
              rate: (
                <>
                  {t('taxOfLine', { category: tax.category, rate: tax.ratePercent })}
                  {tax.reason ? <span className="block text-xs text-ink-muted">{tax.reason}</span> : null}
                </>
              ),
              base: money(tax.base),
              amount: money(tax.amount),
            },
          }))}
        />
      </section>
      <dl className="ms-auto grid w-full max-w-xs grid-cols-[1fr_auto] gap-y-1 pt-6 break-inside-avoid">
        <dt className="text-ink-muted">{t('net')}</dt>
        <dd className="text-end">{money(bill.net)}</dd>
        <dt className="text-ink-muted">{t('tax')}</dt>
        <dd className="text-end">{money(bill.tax)}</dd>
        <dt className="border-t border-ink pt-1 font-semibold">{t('total')}</dt>
        <dd className="border-t border-ink pt-1 text-end font-semibold">{money(bill.total)}</dd>
        <dt className="font-semibold">{t('amountDue')}</dt>
        <dd className="text-end font-semibold">{money(bill.amountDue)}</dd>
      </dl>
      <section aria-label={t('invoices')} className="pt-8 break-inside-avoid">
        <h2 className="border-b border-line-strong pb-1.5 font-semibold">{t('invoices')}</h2>
        <PlainTable
          caption={t('invoices')}
          columns={[
            { id: 'number', header: t('invoiceNumber') },
            { id: 'seller', header: t('seller') },
            { id: 'net', header: t('net'), align: 'end' },
            { id: 'tax', header: t('tax'), align: 'end' },
            { id: 'total', header: t('total'), align: 'end' },
          ]}
          rows={bill.invoices.map((invoice) => ({
            id: invoice.seller,
            cells: {
              number: invoice.number ? (
                <EInvoiceNumber
                  number={invoice.number}
                  href={`/api/v1/bills/${bill.id}.xml?seller=${invoice.sellerSlug}`}
                />
              ) : (
                t('notYet')
              ),
              seller: invoice.seller,
              net: money(invoice.net),
              tax: money(invoice.tax),
              total: money(invoice.total),
            },
          }))}
        />
        <p className="pt-3 text-xs text-ink-muted">{t('roundingRule')}</p>
        {bill.contentHash ? (
          <p className="pt-1 font-mono text-xs break-all text-ink-muted">
            {t('hash', { hash: bill.contentHash })}
          </p>
        ) : null}
      </section>
    </>
  );
}
