import { getLocale, getTranslations } from 'next-intl/server';
import type { LineView } from '@/components/bill/bill-view';
import type { SoFarView } from '@/components/bill/so-far-view';
import { civilDate, daysBetween } from '@/lib/domain/period/civil-date';
import { explainSteps } from '@/lib/format/explain-step';

type Steps = readonly ({ code: string } & Record<string, string>)[];

type LineSource = Omit<LineView, 'id' | 'explanation' | 'shares' | 'rowsHref'> & {
  key: string;
  explanation: Steps;
};

/** The running period as the use case computes it. */
export type SoFarSource = {
  billingAccount: { id: string };
  currency: string;
  period: { from: string; to: string };
  tax: string;
  total: string;
  isComplete: boolean;
  sections: readonly {
    supplier: string;
    supplierName: string;
    role: string;
    net: string;
    lines: readonly LineSource[];
  }[];
};

export type LastBillSource = {
  id: string;
  number: string | null;
  total: string;
  tax: string;
  sections: readonly { supplier: string; supplierName: string; net: string }[];
};

/** The bill so far in the reader's language. `today` is the account's civil date, `home` where its bills lie. */
export async function describeSoFar(
  bill: SoFarSource,
  last: LastBillSource | null,
  { today, home }: { today: string; home: string },
): Promise<SoFarView> {
  const explain = await getTranslations('explain');
  const locale = await getLocale();
  const { currency, period, tax, total, isComplete } = bill;
  const from = civilDate(period.from);
  return {
    accountId: bill.billingAccount.id,
    currency,
    period,
    tax,
    total,
    isComplete,
    day: daysBetween(from, civilDate(today)) + 1,
    days: daysBetween(from, civilDate(period.to)),
    sections: bill.sections.map((section) => ({
      supplier: section.supplier,
      name: section.supplierName,
      isOwn: section.role === 'operator',
      net: section.net,
      lines: section.lines.map(({ key, explanation, ...line }) => ({
        ...line,
        id: key,
        explanation: explainSteps(explanation, explain, { currency, locale, unit: line.unit }),
      })),
    })),
    last: last && {
      href: `${home}/${last.id}`,
      number: last.number ?? '',
      total: last.total,
      tax: last.tax,
      sections: last.sections.map(({ supplier, supplierName, net }) => ({
        supplier,
        name: supplierName,
        net,
      })),
    },
  };
}
