import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { addAdjustment } from '@/app/operator/adjustments/actions';
import { AdjustLine } from '@/components/adjustment/add-adjustment';
import type { LineExtra } from '@/components/bill/bill-line-row';
import { TextLink } from '@/components/ui/text-link';
import { can } from '@/lib/domain/access/permissions';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import type { RequestContext } from '@/lib/http/request-context';
import { findLineToAdjust, listAdjustmentChoices } from '@/lib/services/adjustments/list-choices';
import type { BillDetail } from '@/lib/services/bills/get-bill';

/** From each line of an issued bill to a charge or credit on the next one, beside what else the page says of it; and the form of the line that the address names. */
export async function billAdjustments(
  ctx: RequestContext,
  bill: BillDetail,
  wanted: string | string[] | undefined,
  extras: Readonly<Record<string, LineExtra>>,
): Promise<{ extras: Readonly<Record<string, LineExtra>>; form: ReactNode }> {
  if (bill.state !== 'issued' || !can(ctx.actor, 'adjustment.manage')) return { extras, form: null };
  const t = await getTranslations('adjustment');
  const billHref = `/operator/bills/${bill.id}`;
  const lines = bill.sections.flatMap((section) => section.lines).filter(({ kind }) => kind !== 'discount');
  const withLink = (id: string): LineExtra => ({
    ...extras[id],
    note: (
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {extras[id]?.note}
        <TextLink href={`${billHref}?adjust=${id}`}>{t('ofLine')}</TextLink>
      </div>
    ),
  });
  return {
    extras: { ...extras, ...Object.fromEntries(lines.map(({ id }) => [id, withLink(id)])) },
    form: typeof wanted === 'string' ? await formOf(ctx, bill, wanted, billHref) : null,
  };
}

async function formOf(
  ctx: RequestContext,
  bill: BillDetail,
  lineId: string,
  billHref: string,
): Promise<ReactNode> {
  const line = await findLineToAdjust(ctx, { billId: bill.id, lineId });
  if (line === null) return null;
  const { account, today, taxClasses } = await listAdjustmentChoices(ctx, bill.billingAccount.id);
  const { period, ...about } = line;
  const days = { firstDay: period.from, lastDay: addDays(civilDate(period.to), -1) };
  return (
    <AdjustLine
      {...{ account, today, taxClasses, billHref }}
      products={[]}
      line={{ ...about, ...days }}
      add={addAdjustment}
    />
  );
}
