import type { ListQuery, Page } from '@/lib/db/keyset';
import { findPaymentFile, listPaymentFileRows } from '@/lib/db/payment-files';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type PaymentFileView, paymentFileView } from '@/lib/services/payouts/payment-file-view';

/** Payment files, the latest first. */
export async function listPaymentFiles(
  ctx: ServiceContext,
  query: ListQuery,
): Promise<Page<PaymentFileView>> {
  authorise(ctx, 'settlement-run.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listPaymentFileRows(sql, query));
  return { ...page, data: page.data.map(paymentFileView) };
}

/** A payment file byte for byte as it was made, for those who may pay. Fails: `not_found`. */
export async function downloadPaymentFile(
  ctx: ServiceContext,
  id: string,
): Promise<{ fileName: string; bytes: Uint8Array<ArrayBuffer> }> {
  authorise(ctx, 'payout.manage');
  const file = await withTenantSql(scopeOf(ctx.actor), (sql) => findPaymentFile(sql, id));
  if (!file) throw notFound('The payment file');
  return { fileName: `${file.messageId}.xml`, bytes: new Uint8Array(file.content) };
}
