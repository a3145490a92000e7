import type { ListQuery, Page } from '@/lib/db/keyset';
import { findPaymentFile, listPaymentFileRows, type PaymentFileKind } from '@/lib/db/payment-files';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { Permission } from '@/lib/domain/access/permissions';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type PaymentFileView, paymentFileView } from '@/lib/services/payment-files/payment-file-view';

/** Payment files, the latest first; filter `kind`. */
export async function listPaymentFiles(
  ctx: ServiceContext,
  query: ListQuery,
): Promise<Page<PaymentFileView>> {
  authorise(ctx, 'settlement-run.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listPaymentFileRows(sql, query));
  return { ...page, data: page.data.map(paymentFileView) };
}

/** A payment file byte for byte as it was made, for those who may pay what is in it. Fails: `forbidden`, `not_found`. */
export async function downloadPaymentFile(
  ctx: ServiceContext,
  id: string,
): Promise<{ fileName: string; bytes: Uint8Array<ArrayBuffer> }> {
  authorise(ctx, 'settlement-run.read');
  const file = await withTenantSql(scopeOf(ctx.actor), (sql) => findPaymentFile(sql, id));
  if (!file) throw notFound('The payment file');
  authorise(ctx, MANAGE[file.kind]);
  return { fileName: `${file.messageId}.xml`, bytes: new Uint8Array(file.content) };
}

const MANAGE: Readonly<Record<PaymentFileKind, Permission>> = {
  payouts: 'payout.manage',
  refunds: 'refund.manage',
};
