import { type DuePull, insertPull, listAccountsElsewhere } from '@/lib/db/connectors';
import { newId } from '@/lib/db/id';
import { withTenantSql } from '@/lib/db/tenant';
import { civilDate } from '@/lib/domain/period/civil-date';
import { AppError } from '@/lib/errors';
import { FeedError, type FeedPage } from '@/lib/integrations/partner-feeds/feed';
import { feedOf } from '@/lib/services/connectors/feed-of';
import { openConnector } from '@/lib/services/connectors/open-connector';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';

export type PullResult = {
  outcome: 'done' | 'empty' | 'failed';
  code: string | null;
  /** Why it failed, for people. */
  message: string | null;
  partnerBillId: string | null;
};

/**
 * Reads one period from a partner's system and takes it as the partner's bill, by the very way a file of it would go: what is pulled
 * twice is one bill. Half a reading is none. Answers what came of it, which is on record with the connector; only a defect throws.
 */
export async function pullPartnerBill(ctx: ServiceContext, due: DuePull): Promise<PullResult> {
  authorise(ctx, 'partner-bill.receive');
  const startedAt = new Date().toISOString();
  const { connector, secret, elsewhere } = await withTenantSql(operatorWide(ctx.actor), async (sql) => ({
    ...(await openConnector(sql, due.connectorId)),
    elsewhere: await listAccountsElsewhere(sql, due),
  }));
  const period = { from: civilDate(due.from), to: civilDate(due.to) };
  const counted = { charges: 0 };
  const attempt = async (): Promise<PullResult> => {
    try {
      const { bill } = await receivePartnerBill(ctx, {
        partner: due.partnerId,
        cycle: due.cycleId,
        externalId: `${connector.name} ${due.from} ${due.cycleName}`,
        isReading: true,
        format: 'tmf678',
        fileName: null,
        bytes: asLines(feedOf(connector.settings, secret, period), elsewhere, counted),
      });
      return { outcome: 'done', code: null, message: null, partnerBillId: bill.id };
    } catch (error) {
      if (error instanceof AppError && error.code === 'empty_file') {
        return { outcome: 'empty', code: null, message: null, partnerBillId: null };
      }
      if (!(error instanceof FeedError || error instanceof AppError)) throw error;
      return { outcome: 'failed', code: error.code, message: error.message, partnerBillId: null };
    }
  };
  const result = await attempt();
  await withTenantSql(operatorWide(ctx.actor), (sql) =>
    insertPull(sql, ctx.actor.operatorId, {
      ...{ id: newId(), connectorId: due.connectorId, cycleId: due.cycleId, kind: 'pull', summary: null },
      ...result,
      charges: counted.charges,
      startedAt,
      finishedAt: new Date().toISOString(),
    }),
  );
  return result;
}

/**
 * One charge a line: however many there are, a page of them is held. A feed has all of a partner's accounts; those that follow another
 * rhythm are asked for with their own cycle. Who is not known here stays in, to be mapped.
 */
async function* asLines(
  pages: AsyncIterable<FeedPage>,
  elsewhere: ReadonlySet<string>,
  counted: { charges: number },
): AsyncGenerator<Uint8Array> {
  for await (const { items } of pages) {
    const own = elsewhere.size === 0 ? items : items.filter((item) => !elsewhere.has(accountOf(item)));
    counted.charges += own.length;
    yield Buffer.from(own.map((item) => `${JSON.stringify(item)}\n`).join(''));
  }
}

/** As the reader of these charges reads it. */
const accountOf = (item: unknown): string =>
  String((item as { billingAccount?: { id?: unknown } } | null)?.billingAccount?.id ?? '').trim();
