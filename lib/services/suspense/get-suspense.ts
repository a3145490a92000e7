import { findOperator } from '@/lib/db/operators';
import {
  findNamedProducts,
  findSuspense,
  type NamedProduct,
  type SuspenseRow,
} from '@/lib/db/suspense-reads';
import { findTakenVersion, type TakenVersion } from '@/lib/db/suspense-repairs';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type AtStake, estimateRows } from '@/lib/services/suspense/estimate-rows';
import { wholeScope } from '@/lib/services/suspense/own-suspense';

export type SuspenseDetail = SuspenseRow & {
  atStake: AtStake | null;
  /** Those that answer to its subject, past and present, among those that the sender may name. */
  products: NamedProduct[];
  /** Of a conflict: what was taken under its id. */
  taken: TakenVersion | null;
};

/** One event with all that helps to put it right. A partner sees what it sent. Fails: `not_found`. */
export async function getSuspense(ctx: ServiceContext, id: string): Promise<SuspenseDetail> {
  authorise(ctx, 'usage.read');
  return withTenantSql(wholeScope(ctx), async (sql) => {
    const row = await requireOwn(sql, ctx, id);
    const { partyId: ownPartyId, timeZone } = (await findOperator(sql))!;
    const [atStake] = await estimateRows(sql, [row], { ownPartyId, timeZone, now: ctx.now });
    const supplierId = row.senderId === ownPartyId ? null : row.senderId;
    const key = { source: row.source, eventId: row.eventId, supplierId, subject: row.body.subject };
    const products = await findNamedProducts(sql, supplierId, row.body.subject);
    const taken = row.reason === 'conflict' ? await findTakenVersion(sql, key) : null;
    // Whose accounts they are is the operator's to know.
    const isOperator = ctx.actor.partyId === null;
    return {
      ...row,
      atStake: atStake ?? null,
      products: isOperator ? products : products.map((product) => ({ ...product, accountNumber: '' })),
      taken: isOperator ? taken : taken && { ...taken, accountNumber: '' },
    };
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The row, if it is the actor's to see. Fails: `not_found`. */
export async function requireOwn(sql: Sql, { actor }: ServiceContext, id: string): Promise<SuspenseRow> {
  const row = UUID.test(id) ? await findSuspense(sql, id) : null;
  if (!row || (actor.partyId !== null && row.senderId !== actor.partyId)) throw notFound('The usage');
  return row;
}
