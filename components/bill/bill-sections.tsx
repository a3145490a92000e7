import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BillLineRow } from '@/components/bill/bill-line-row';
import type { SoFarView } from '@/components/bill/so-far-view';
import { MoneyText } from '@/components/money/money-text';
import { Disclosure } from '@/components/ui/disclosure';

/** A row a supplier that opens to its lines, and each of those to its arithmetic. */
export function BillSections({ sections, currency }: Pick<SoFarView, 'sections' | 'currency'>): ReactNode {
  const t = useTranslations('bill.soFar');
  return (
    <div>
      {sections.map((section) => (
        <Disclosure
          key={section.supplier}
          title={
            <>
              <span className="font-medium">{section.name}</span>{' '}
              <span className="text-sm text-ink-muted">{t('lines', { count: section.lines.length })}</span>
            </>
          }
          aside={<MoneyText amount={section.net} currency={currency} />}
        >
          {section.lines.map((line) => (
            <BillLineRow key={line.id} line={line} currency={currency} level={4} />
          ))}
        </Disclosure>
      ))}
    </div>
  );
}
