import { getLocale, getTranslations } from 'next-intl/server';
import type { BillView } from '@/components/bill/bill-view';
import { type BillSource, toBillView, type ViewOptions } from '@/components/bill/to-bill-view';
import { explainSteps } from '@/lib/format/explain-step';

export type DescribeOptions = Pick<ViewOptions, 'operator' | 'withShares'> & {
  /** The bill's own address, under which its lines lie. */
  href: string;
};

/** A bill in the reader's language, every step of its arithmetic a sentence. */
export async function describeBill(
  bill: BillSource,
  { operator, withShares, href }: DescribeOptions,
): Promise<BillView> {
  const t = await getTranslations('bill.state');
  const explain = await getTranslations('explain');
  const locale = await getLocale();
  return toBillView(bill, {
    operator,
    withShares,
    locale,
    stateLabel: t(bill.state),
    explain: (steps, unit) => explainSteps(steps, explain, { currency: bill.currency, locale, unit }),
    rowsHref: (lineId) => `${href}/lines/${lineId}`,
  });
}
