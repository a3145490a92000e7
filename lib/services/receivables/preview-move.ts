import { readPositionLines } from '@/lib/db/position-lines';
import { findOpenItem } from '@/lib/db/receivables';
import type { Sql } from '@/lib/db/tenant';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { notFound } from '@/lib/errors';
import { type BillDelta, decideMove } from '@/lib/services/receivables/decide-move';
import type { MovedBill } from '@/lib/services/receivables/move-bill';

/** What `moveBill` would do, with nothing locked or written. Fails as it does, but for `no_credit`. */
export async function previewMove(sql: Sql, billId: string, change: BillDelta): Promise<MovedBill> {
  const item = await findOpenItem(sql, billId);
  if (!item) throw notFound('The bill');
  const { billingAccountId, customerId, operatorPartyId, totalMinor } = item;
  const currency = currencyOf(item.currency);
  const lineIds = (change.lines ?? []).map(({ lineId }) => lineId);
  const stored = await readPositionLines(sql, item, lineIds);
  const facts = { ...stored, ...item, operatorId: operatorPartyId };
  const { before, after } = decideMove(facts, change, { totalMinor, currency });
  return { billingAccountId, customerId, currency, before, after };
}
