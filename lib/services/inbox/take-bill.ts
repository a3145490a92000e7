import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import { type ClaimedFile, readClaimed } from '@/lib/integrations/inbox/partner-folder';
import { AUTO_FORMAT } from '@/lib/schemas/partner-bill';
import type { ServiceContext } from '@/lib/services/context';
import { chooseCycle } from '@/lib/services/inbox/choose-cycle';
import { chooseReader } from '@/lib/services/partner-bill-mappings/choose-reader';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';

/**
 * Takes a file from a partner's folder as its bill: what it is its content says, its cycle its charges' days, its number its name.
 * Answers the sentence for its sender. Fails as `chooseReader`, `chooseCycle` and `receivePartnerBill`.
 */
export async function takeBill(
  ctx: ServiceContext,
  partner: { id: string; slug: string },
  file: ClaimedFile,
): Promise<string> {
  const read = readClaimed(file);
  const cycle = await chooseCycle(ctx, partner.id, await daysOf(ctx, partner.id, read));
  const { bill, created } = await receivePartnerBill(ctx, {
    partner: partner.slug,
    cycle,
    externalId: file.name.slice(0, 200),
    format: AUTO_FORMAT,
    fileName: file.name,
    bytes: read(),
  });
  if (!created) return `This bill was here already, as ${bill.externalId}; nothing was added.`;
  const { received, accepted, rejected, duplicate } = bill.lines;
  const counts = `${received} rows: ${accepted} accepted, ${rejected} rejected, ${duplicate} sent before`;
  return `Taken as the bill for ${bill.cycle.from} to ${bill.cycle.to}, now ${bill.state}. ${counts}. Its findings are on the page of the bill.`;
}

// Enough to know the month by; the rest of a large file is read once, when it is taken.
const ROWS_LOOKED_AT = 5_000;
/** Stands for the cycle while none is known: rows that name no days get these. */
const NO_DAYS = civilDate('0001-01-01');

/** The days on which a file's first rows begin; of rows that name none, the days of whatever is owed first. */
async function daysOf(
  ctx: ServiceContext,
  partnerId: string,
  read: () => AsyncGenerator<Uint8Array>,
): Promise<string[]> {
  const { reader } = await withTenantSql(scopeOf(ctx.actor), (sql) =>
    chooseReader(sql, { partnerId, format: AUTO_FORMAT, mapping: null }, { sha256: Buffer.alloc(32), read }),
  );
  const days: string[] = [];
  for await (const rows of reader.read(read(), { from: NO_DAYS, to: addDays(NO_DAYS, 1) })) {
    for (const { line } of rows) if ('period' in line) days.push(line.period.from);
    if (days.length >= ROWS_LOOKED_AT) break;
  }
  return days.filter((day) => day !== NO_DAYS);
}
