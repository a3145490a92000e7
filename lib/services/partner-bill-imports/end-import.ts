import { appendEvent } from '@/lib/db/outbox';
import {
  type BillImportEnd,
  endBillImport,
  findBillImport,
  notifyBillImport,
} from '@/lib/db/partner-bill-imports';
import type { Sql } from '@/lib/db/tenant';

/** Ends an import, under its lock, and tells whoever waits for it: those who follow it and, by webhook, the partner. */
export async function endImport(sql: Sql, operatorId: string, id: string, end: BillImportEnd): Promise<void> {
  // A reading takes long: when it ended is not when it began.
  await endBillImport(sql, id, end, new Date().toISOString());
  const { partner, externalId, failure, partnerBillId } = (await findBillImport(sql, id))!;
  await appendEvent(sql, operatorId, {
    type: `partner-bill-import.${end.state}`,
    entityType: 'partner_bill_import',
    entityId: id,
    payload: { partnerId: partner.id, externalId, partnerBillId, failure },
    partyIds: [partner.id],
  });
  await notifyBillImport(sql, operatorId, id);
}
