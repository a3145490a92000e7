import { readOpenHolds } from '@/lib/db/account-holds';
import {
  assignPartnerLines,
  type ExistingBillRow,
  readCycleBills,
  setBillStates,
} from '@/lib/db/bill-drafts';
import { DraftRows, type DraftToWrite } from '@/lib/db/bulk/draft-rows';
import { deleteBillDrafts, writeBillDrafts } from '@/lib/db/bulk/write-bill-drafts';
import { savePriorBills } from '@/lib/db/charged-lines';
import { newId } from '@/lib/db/id';
import { planByKeys } from '@/lib/db/plan-by-keys';
import { type RunAccountResult, saveRunAccounts } from '@/lib/db/run-accounts';
import type { Sql } from '@/lib/db/tenant';
import { type AccountHoldKind, holdCause } from '@/lib/domain/billing/hold-cause';
import { errorIssue } from '@/lib/domain/money/issue';
import { log } from '@/lib/log';
import { type AccountBill, type AccountInputs, billAccount } from '@/lib/services/bill-runs/bill-account';
import { type BilledPeriod, inputPeriod } from '@/lib/services/bill-runs/billed-period';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { type DraftContent, draftContent } from '@/lib/services/bill-runs/draft-content';
import { draftDifferences } from '@/lib/services/bill-runs/draft-differences';
import { loadInputs } from '@/lib/services/bill-runs/load-inputs';
import type { LineAssignment } from '@/lib/services/bill-runs/partner-charges';

export type ChunkContext = {
  runId: string;
  dryRun: boolean;
  billed: BilledPeriod & { cycleId: string };
  reference: BillingReference;
};

/**
 * Bills the accounts of one chunk: read, compute, compare with what is there, write what differs. The caller holds the
 * accounts' run rows; all of it is one transaction, so a chunk is there whole or not at all.
 */
export async function billChunk(
  transaction: Sql,
  context: ChunkContext,
  accountIds: readonly string[],
): Promise<void> {
  // The accounts of a chunk that is taken back are pending again; that the run is in review does wait.
  const sql = await planByKeys(transaction, { waitForDisk: false });
  const { billed, reference, dryRun, runId } = context;
  const { cycleId } = billed;
  const isCycle = (billed.kind ?? 'cycle') === 'cycle';
  const bills = isCycle ? await readCycleBills(sql, cycleId, accountIds, { lock: !dryRun }) : [];
  const ownBillIds = new Set(bills.map(({ id }) => id));
  const inputs = await loadInputs(sql, accountIds, { ...inputPeriod(billed), ownBillIds }, reference, {
    lock: !dryRun,
  });
  const existing = new Map(bills.map((bill) => [bill.billingAccountId, bill]));
  const said = await readSaid(sql, cycleId, accountIds);

  const plan = emptyPlan(context);
  for (const input of inputs) {
    const computed = billSafely(input, billed, reference);
    const held = holdCause(computed.issues, said.get(input.account.id) ?? null) !== null;
    const bill = { ...computed, held };
    const result = planAccount(plan, bill, input, existing.get(input.account.id) ?? null, context);
    plan.results.push({
      ...result,
      accountId: input.account.id,
      usageEventCount: usageSeen(input, isCycle || billed.kind === 'final'),
      issues: bill.issues,
    });
  }
  await compareWithLast(sql, plan, existing);
  await carryOut(sql, plan);
  await saveRunAccounts(sql, runId, plan.results);
  await savePriorBills(
    sql,
    runId,
    inputs.flatMap(({ account, earlier }) =>
      earlier === undefined || earlier.priorBills === 0
        ? []
        : [{ accountId: account.id, priorBills: earlier.priorBills }],
    ),
  );
}

/**
 * How much usage a draft goes by. Later usage makes it out of date; a bill on demand only looks at the late usage it charges,
 * because the cycle's own bill charges all that comes after it.
 */
function usageSeen({ totals, earlier }: AccountInputs, ofPeriod: boolean): bigint {
  const late = earlier?.lateEventCount ?? 0n;
  return ofPeriod ? totals.reduce((sum, { changeCount }) => sum + changeCount, late) : late;
}

/** What people have said about these accounts' bills: it stands whatever runs, until they take it back. */
async function readSaid(
  sql: Sql,
  cycleId: string,
  accountIds: readonly string[],
): Promise<Map<string, AccountHoldKind>> {
  const holds = await readOpenHolds(sql, cycleId, accountIds);
  return new Map(holds.map(({ billingAccountId, kind }) => [billingAccountId, kind]));
}

/** Notes in the results what each changed draft was before, while it still is. */
async function compareWithLast(
  sql: Sql,
  plan: Plan,
  existing: ReadonlyMap<string, ExistingBillRow>,
): Promise<void> {
  const { rewrites, removals } = plan;
  const differences = await draftDifferences(sql, { existing, rewrites, removals });
  for (const result of plan.results) {
    if (result.change !== 'updated') continue;
    result.previousMinor = existing.get(result.accountId)?.totalMinor;
    result.differences = differences.get(result.accountId);
  }
}

/** A defect in one account's data must not stop the cycle: the account is held, and the log has the stack. */
function billSafely(inputs: AccountInputs, billed: BilledPeriod, reference: BillingReference): AccountBill {
  try {
    return billAccount(inputs, billed, reference);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.error(
      { billingAccountId: inputs.account.id, error: String((error as Error).stack ?? error) },
      'account not billed',
    );
    const issue = errorIssue('calculation_failed', 'account', `The bill could not be computed: ${message}`);
    return { draft: null, shares: null, held: true, issues: [issue], assignments: [] };
  }
}

type Plan = {
  /** What is written; null: nothing is, because the run is dry. */
  rows: DraftRows | null;
  /** The drafts among it that are there already. */
  rewrites: DraftToWrite[];
  removals: ExistingBillRow[];
  states: { billingAccountId: string; id: string; state: 'draft' | 'held' }[];
  assignments: LineAssignment[];
  results: RunAccountResult[];
};

function emptyPlan({ runId, dryRun, billed: { cycleId }, reference }: ChunkContext): Plan {
  const { operatorId, agreementOfTerm } = reference;
  const rows = dryRun ? null : new DraftRows({ operatorId, runId, cycleId, agreementOfTerm });
  return { rows, rewrites: [], removals: [], states: [], assignments: [], results: [] };
}

function planAccount(
  plan: Plan,
  { draft, shares, held, assignments }: AccountBill,
  { account, earlier }: AccountInputs,
  existing: ExistingBillRow | null,
  { billed: { kind = 'cycle' }, reference }: ChunkContext,
): Pick<RunAccountResult, 'state' | 'change' | 'totalMinor'> {
  if (existing?.state === 'issued')
    return { state: 'issued', change: 'unchanged', totalMinor: existing.totalMinor };
  const state = held ? 'held' : 'done';
  if (!draft || !shares) return { state, change: planWithoutDraft(plan, held, existing), totalMinor: null };

  const billState = held ? 'held' : 'draft';
  const content = draftContent(draft, shares, account, reference);
  plan.assignments.push(...assignments);
  const { totalMinor } = draft;
  if (existing === null || !isSame(existing, content)) {
    const billId = existing?.id ?? newId();
    const isNew = existing === null;
    const sequence = kind === 'on_demand' ? (earlier?.sequence ?? 1) : 0;
    const head = { billId, kind, sequence, isNew, state: billState, draft, shares: shares.lines } as const;
    const write = { ...head, ...content };
    plan.rows?.add(write);
    if (!isNew) plan.rewrites.push(write);
    return { state, change: isNew ? 'created' : 'updated', totalMinor };
  }
  if (existing.state === billState) return { state, change: 'unchanged', totalMinor };
  plan.states.push({ billingAccountId: account.id, id: existing.id, state: billState });
  return { state, change: 'updated', totalMinor };
}

const isSame = (existing: ExistingBillRow, { draftHash, sharesHash }: DraftContent): boolean =>
  existing.draftHash.equals(draftHash) && existing.sharesHash.equals(sharesHash);

/** Nothing to bill removes a draft; an error keeps the last one, held, for whoever looks into it. */
function planWithoutDraft(
  plan: Plan,
  held: boolean,
  existing: ExistingBillRow | null,
): RunAccountResult['change'] {
  if (existing === null) return held ? null : 'unchanged';
  if (!held) {
    plan.removals.push(existing);
    return 'updated';
  }
  if (existing.state === 'held') return 'unchanged';
  plan.states.push({ billingAccountId: existing.billingAccountId, id: existing.id, state: 'held' });
  return 'updated';
}

async function carryOut(sql: Sql, plan: Plan): Promise<void> {
  if (plan.rows === null) return;
  await deleteBillDrafts(
    sql,
    plan.removals.map(({ billingAccountId }) => billingAccountId),
    plan.removals.map(({ id }) => id),
  );
  await setBillStates(sql, plan.states);
  await writeBillDrafts(sql, plan.rows, plan.rewrites);
  await assignPartnerLines(sql, plan.assignments);
}
