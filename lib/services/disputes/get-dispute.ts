import { findBill, listBilledPartnerRows, listBillLineRows } from '@/lib/db/bill-reads';
import { type DisputeEntryRow, listDisputeEntries } from '@/lib/db/dispute-entries';
import { type EvidenceRow, listEvidence } from '@/lib/db/dispute-evidence';
import { listTakenByDispute } from '@/lib/db/dispute-money';
import { type DisputeRow, findDispute } from '@/lib/db/disputes';
import { wholeList } from '@/lib/db/keyset';
import { findOperator } from '@/lib/db/operators';
import { listPartyNames } from '@/lib/db/parties';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { wholeShare } from '@/lib/domain/settlement/bill-position';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { stakesOf } from '@/lib/services/disputes/dispute-stakes';
import {
  abilitiesOf,
  type DisputeAbilities,
  type DisputeView,
  disputeView,
} from '@/lib/services/disputes/dispute-view';
import { operatorWide } from '@/lib/services/partner-bills/acting';

export type DisputeDetail = DisputeView & {
  can: DisputeAbilities;
  /** How the line's amount came about, as the reader may know it; null when it may not see the line. */
  explanation: {
    mode: string;
    unit: string | null;
    steps: ({ code: string } & Record<string, string>)[];
  } | null;
  /** The first of the partner's own rows behind the line. */
  rows: {
    lineNo: number;
    description: string;
    quantity: string | null;
    unit: string | null;
    amount: string;
  }[];
  entries: (Omit<DisputeEntryRow, 'amountMinor' | 'author'> & Said & { amount: string | null })[];
  evidence: (Omit<EvidenceRow, 'author'> & Said)[];
  /** For partners (their own) and the operator (everybody's), never for customers. */
  stakes: PartyStake[] | null;
};

/** Who said it: every side is named by its house, a person only to its own side and to the operator. */
type Said = { party: string | null; author: string | null };

export type PartyStake = {
  party: string;
  partyName: string;
  /** The whole share it has of the bill, and what of it goes when all that is disputed is accepted; both null once it is decided. */
  share: string | null;
  atStake: string | null;
  /** What the dispute has done to its payouts so far: the hold, its end and the credit together. */
  payable: string;
};

/** One dispute with its case file, as far as the reader may see. Fails: `not_found`. */
export async function getDispute(ctx: ServiceContext, idOrNumber: string): Promise<DisputeDetail> {
  authorise(ctx, 'dispute.read');
  const own = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const row = await findDispute(sql, idOrNumber);
    if (!row) throw notFound('The dispute');
    const key = { billingAccountId: row.billingAccount.id, disputeId: row.id };
    return {
      row,
      line: await lineOf(sql, row),
      entries: await listDisputeEntries(sql, key),
      evidence: await listEvidence(sql, key),
    };
  });
  const { row, line } = own;
  const money = moneyOf(row.currency);
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const named = await namer(sql, ctx, [...own.entries, ...own.evidence]);
    return {
      ...disputeView(row, ctx.now),
      can: abilitiesOf(ctx.actor, row),
      ...line,
      entries: own.entries.map(({ amountMinor, ...entry }) => ({
        ...{ ...entry, ...named(entry) },
        amount: amountMinor === null ? null : money(amountMinor),
      })),
      evidence: own.evidence.map((file) => ({ ...file, ...named(file) })),
      stakes: ctx.actor.audience === 'customer' ? null : await stakes(sql, ctx, row),
    };
  });
}

/** In the reader's own scope: a partner sees the lines it has a share in and the rows it sent. */
async function lineOf(
  sql: Sql,
  { bill, line }: DisputeRow,
): Promise<Pick<DisputeDetail, 'explanation' | 'rows'>> {
  const found = await findBill(sql, bill.id);
  const row = found && (await listBillLineRows(sql, found)).find(({ id }) => id === line.id);
  if (!found || !row) return { explanation: null, rows: [] };
  const key = { billingAccountId: found.billingAccount.id, lineKey: row.lineKey };
  const rows =
    row.partnerBillId === null
      ? []
      : (await listBilledPartnerRows(sql, key, { ...wholeList, pageSize: 20 })).data;
  return {
    explanation: { mode: row.sourceMode, unit: row.unit, steps: row.steps },
    rows: rows.map(({ lineNo, description, quantity, unit, amount }) => ({
      lineNo,
      description,
      quantity,
      unit,
      amount,
    })),
  };
}

type Voice = { audience: DisputeEntryRow['audience']; partyId: string | null; author: string };

async function namer(
  sql: Sql,
  ctx: ServiceContext,
  voices: readonly Voice[],
): Promise<(voice: Voice) => Said> {
  const operator = await findOperator(sql);
  const ids = voices.flatMap(({ partyId }) => (partyId === null ? [] : [partyId]));
  const names = await listPartyNames(sql, [...new Set(ids)]);
  return ({ audience, partyId, author }) => {
    const isKnown = ctx.actor.audience === 'operator' || ctx.actor.audience === audience;
    return {
      party: partyId === null ? (operator?.name ?? null) : (names.get(partyId) ?? null),
      author: audience !== 'system' && isKnown ? author : null,
    };
  };
}

async function stakes(sql: Sql, ctx: ServiceContext, row: DisputeRow): Promise<PartyStake[]> {
  const money = moneyOf(row.currency);
  const isOpen = row.decidedAt === null;
  const preview = isOpen ? await stakesOf(sql, row, row.disputedMinor) : null;
  const taken = new Map(
    (await listTakenByDispute(sql, row)).map(({ partyId, amountMinor }) => [partyId, amountMinor]),
  );
  const moved = preview
    ? [...preview.before.parties].filter(
        ([id, was]) => wholeShare(was) !== wholeShare(preview.after.parties.get(id)!),
      )
    : [];
  const mayKnow = (partyId: string) => ctx.actor.audience === 'operator' || partyId === ctx.actor.partyId;
  const ids = [...new Set([...moved.map(([id]) => id), ...taken.keys()])].filter(mayKnow);
  const names = await listPartyNames(sql, ids);
  return ids.map((partyId) => {
    const [was, now] = [preview?.before.parties.get(partyId), preview?.after.parties.get(partyId)];
    return {
      party: partyId,
      partyName: names.get(partyId) ?? partyId,
      share: was ? money(wholeShare(was)) : null,
      atStake: was && now ? money(wholeShare(was) - wholeShare(now)) : null,
      payable: money(taken.get(partyId) ?? 0n),
    };
  });
}
