'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BillPreview, BillPreviewRow } from '@/components/bill-mapping/bill-preview';
import { columnMeanings } from '@/components/bill-mapping/column-meanings';
import { MoneyText } from '@/components/money/money-text';
import { ScrollArea } from '@/components/ui/scroll-area';
import { StateBadge } from '@/components/ui/state-badge';
import { formatPeriod } from '@/lib/format/period';

/** The file's own first rows: what each column means, what each row becomes, and what is wrong at the cell where it is. */
export function BillPreviewTable({ preview }: { preview: BillPreview }): ReactNode {
  const t = useTranslations('billMapping.preview');
  const part = useTranslations('billMapping.fields');
  const { rows, columns, definition } = preview;
  const meanings = definition ? columnMeanings(definition) : new Map<string, string[]>();
  const good = rows.filter(({ status }) => status === 'charge').length;
  const passed = rows.filter(({ status }) => status === 'passed_over').length;
  if (rows.length === 0) return <p className="text-sm text-ink-muted">{t('none')}</p>;
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-sm text-ink-muted">
        {t('summary', { good, bad: rows.length - good - passed, passed })}
      </p>
      <ScrollArea label={t('title')}>
        <table className="w-full border-collapse text-start text-sm">
          <caption className="sr-only">{t('title')}</caption>
          <thead>
            <tr className="border-b align-bottom text-ink-muted">
              <th scope="col" className="h-8 pe-4 text-end font-medium">
                {t('row')}
              </th>
              <th scope="col" className="pe-4 text-start font-medium">
                {t('becomes')}
              </th>
              {columns.map(({ name }) => (
                <th key={name} scope="col" className="pe-4 pb-1 text-start font-medium whitespace-nowrap">
                  <span className="block text-ink">{name}</span>
                  <span className="block text-xs font-normal">
                    {(meanings.get(name.toLowerCase()) ?? []).map((id) => part(id)).join(', ') || t('unused')}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.lineNo} className="border-b align-top">
                <td className="py-2 pe-4 text-end text-ink-muted tabular-nums">{row.lineNo}</td>
                <td className="min-w-44 py-2 pe-4">
                  <Becomes row={row} />
                </td>
                {columns.map(({ name }, index) => (
                  <Cell key={name} row={row} name={name} text={row.cells[index] ?? ''} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </div>
  );
}

function Cell({ row, name, text }: { row: BillPreviewRow; name: string; text: string }): ReactNode {
  const faults = row.faults.filter(({ column }) => column.split(', ').includes(name));
  if (faults.length === 0) {
    const tone = row.status === 'passed_over' ? 'text-ink-muted' : '';
    return <td className={`max-w-64 truncate py-2 pe-4 whitespace-nowrap ${tone}`}>{text}</td>;
  }
  return (
    <td className="min-w-56 bg-risk-soft px-2 py-2">
      <span className="block font-medium text-risk">{text === '' ? '–' : text}</span>
      {faults.map(({ code, message }) => (
        <span key={code} className="block text-xs">
          {message}
        </span>
      ))}
    </td>
  );
}

function Becomes({ row }: { row: BillPreviewRow }): ReactNode {
  const t = useTranslations('billMapping.preview');
  const locale = useLocale();
  if (row.status === 'passed_over') return <StateBadge tone="neutral" label={t('passed_over')} />;
  const { charge } = row;
  if (charge === null) {
    return (
      <span className="flex flex-col gap-1">
        <StateBadge tone="risk" label={t('unreadable')} />
        {row.faults
          .filter(({ column }) => column === '')
          .map(({ code, message }) => (
            <span key={code} className="text-xs">
              {message}
            </span>
          ))}
      </span>
    );
  }
  return (
    <span className="flex flex-col gap-0.5">
      <MoneyText amount={charge.amount} currency={charge.currency} exact />
      <span className="text-xs text-ink-muted">
        {t(`category_${charge.chargeCategory}`)}, {formatPeriod(charge.from, charge.to, locale)}
      </span>
      {charge.isMapped ? null : <span className="text-xs text-attention">{t('unmapped')}</span>}
    </span>
  );
}
