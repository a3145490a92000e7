import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { raise } from '@/app/customer/disputes/actions';
import type { LineExtra } from '@/components/bill/bill-line-row';
import { disputeTone } from '@/components/dispute/dispute-state';
import { RaiseDispute } from '@/components/dispute/raise-dispute';
import { Badge } from '@/components/ui/badge';
import { Callout } from '@/components/ui/callout';
import { TextLink } from '@/components/ui/text-link';
import { can } from '@/lib/domain/access/permissions';
import { formatMoney } from '@/lib/format/money';
import type { BillDetail } from '@/lib/services/bills/get-bill';
import type { ServiceContext } from '@/lib/services/context';
import { findDisputableLine } from '@/lib/services/disputes/disputable-line';
import { type BillDispute, listDisputesOfBill } from '@/lib/services/disputes/list-disputes';

/** What a bill's page says of its disputes: a word at its head, a mark at their lines, and the form of the line that the address names. */
export async function billDisputes(
  ctx: ServiceContext,
  bill: BillDetail,
  wanted: string | string[] | undefined,
): Promise<{ head: ReactNode; extras: Record<string, LineExtra>; form: ReactNode }> {
  if (bill.state !== 'issued') return { head: null, extras: {}, form: null };
  const t = await getTranslations('dispute');
  const locale = await getLocale();
  const mayRaise = can(ctx.actor, 'dispute.raise');
  const { audience } = ctx.actor;
  const billHref = `/${audience}/bills/${bill.id}`;
  const disputes = await listDisputesOfBill(ctx, bill);
  const open = disputes.filter(({ accepted }) => accepted === null);
  const line =
    mayRaise && typeof wanted === 'string'
      ? await findDisputableLine(ctx, { billId: bill.id, lineId: wanted })
      : null;
  const named = (dispute: BillDispute) =>
    t(dispute.accepted === null ? 'onBill.line' : 'onBill.decided', {
      number: dispute.number,
      amount: formatMoney(dispute.accepted ?? dispute.disputed, bill.currency, locale),
    });
  const extraOf = (lineId: string, amount: string): LineExtra => {
    const own = disputes.filter((dispute) => dispute.lineId === lineId);
    const canRaise = mayRaise && !/^-|^0(\.0+)?$/.test(amount);
    return {
      mark: own.some(({ accepted }) => accepted === null) ? (
        <Badge tone="attention">{t('onBill.title')}</Badge>
      ) : null,
      note: (
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {own.map((dispute) => (
            <TextLink key={dispute.id} href={`/${audience}/disputes/${dispute.id}`}>
              {named(dispute)}
            </TextLink>
          ))}
          {canRaise ? <TextLink href={`${billHref}?dispute=${lineId}`}>{t('raise.title')}</TextLink> : null}
        </div>
      ),
    };
  };
  const lines = bill.sections.flatMap((section) => section.lines);
  return {
    head:
      open.length === 0 ? null : (
        <Callout tone={disputeTone('answered')} title={t('onBill.title')}>
          {t('onBill.open')}
          <ul className="flex flex-wrap gap-x-4 pt-1">
            {open.map((dispute) => (
              <li key={dispute.id}>
                <TextLink href={`/${audience}/disputes/${dispute.id}`}>{named(dispute)}</TextLink>
              </li>
            ))}
          </ul>
        </Callout>
      ),
    extras: Object.fromEntries(lines.map(({ id, amount }) => [id, extraOf(id, amount)])),
    form: line ? (
      <RaiseDispute
        billId={bill.id}
        billHref={billHref}
        line={line}
        left={line.left}
        currency={bill.currency}
        raise={raise}
      />
    ) : null,
  };
}
