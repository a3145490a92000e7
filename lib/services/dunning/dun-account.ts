import { createHash } from 'node:crypto';
import { appendAudit } from '@/lib/db/audit';
import {
  type DunningAccountRow,
  endDunningRound,
  listOverdueBills,
  lockDunningAccount,
  type OpenBillRow,
  saveDunningStage,
} from '@/lib/db/dunning';
import { insertNotice } from '@/lib/db/dunning-notices';
import { insertMail } from '@/lib/db/mail';
import { appendEvent } from '@/lib/db/outbox';
import { closePromise, listOpenPromises } from '@/lib/db/payment-promises';
import type { Sql } from '@/lib/db/tenant';
import { dunningLetter } from '@/lib/documents/dunning-letter';
import {
  type DunningPolicy,
  type DunningStep,
  dunningStep,
  promiseState,
  stateAfter,
} from '@/lib/domain/billing/dunning';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { env } from '@/lib/env';
import { moneyOf } from '@/lib/services/bills/bill-money';
import type { ServiceContext } from '@/lib/services/context';

type Notice = Extract<DunningStep, { kind: 'notice' }>;

/**
 * What dunning does to one account on a day, in a transaction of its own that holds the account's case: promises that have come out are closed, and
 * then one stage at most is reached, with its letter, event and mark, or the round ends. The same day again does nothing.
 */
export async function dunAccount(
  sql: Sql,
  ctx: ServiceContext,
  billingAccountId: string,
  { today, policyOf }: { today: CivilDate; policyOf: (account: DunningAccountRow) => DunningPolicy | null },
): Promise<DunningStep['kind']> {
  const { operatorId } = ctx.actor;
  const account = await lockDunningAccount(sql, operatorId, billingAccountId);
  if (!account) return 'wait';
  const promisedUntil = await closePromises(sql, ctx, account, today);
  const policy = policyOf(account) ?? NO_STAGES;
  const bills = await listOverdueBills(sql, account.id, today);
  const { stage, stageOn, pausedUntil } = account;
  const step = dunningStep(policy, { items: bills, stage, stageOn, pausedUntil, promisedUntil }, today);
  if (step.kind === 'leave') await leave(sql, ctx, account);
  if (step.kind === 'notice') await reach(sql, ctx, account, step, { bills, today });
  return step.kind;
}

const NO_STAGES: DunningPolicy = { minimumMinor: 0n, stages: [] };

/** The latest day of those that are still open; null: none is. */
async function closePromises(
  sql: Sql,
  ctx: ServiceContext,
  { id }: DunningAccountRow,
  today: CivilDate,
): Promise<CivilDate | null> {
  const open: CivilDate[] = [];
  for (const promise of await listOpenPromises(sql, id)) {
    const state = promiseState(promise, promise.paidMinor, today);
    if (state === 'open') open.push(promise.untilOn);
    else await closePromise(sql, promise.id, state, ctx.now);
  }
  return open.sort().at(-1) ?? null;
}

async function reach(
  sql: Sql,
  ctx: ServiceContext,
  account: DunningAccountRow,
  step: Notice,
  { bills, today }: { bills: readonly OpenBillRow[]; today: CivilDate },
): Promise<void> {
  const { operatorId } = ctx.actor;
  const money = moneyOf(account.currency);
  const numberOf = new Map(bills.map(({ billId, number }) => [billId, number]));
  const noticed = step.items.map(({ billId, dueOn, amountMinor }) => ({
    ...{ id: billId, number: numberOf.get(billId)!, dueOn, amount: money(amountMinor) },
  }));
  const letter = dunningLetter({
    action: step.action,
    language: account.language,
    customer: account.customer.name,
    account,
    currency: account.currency,
    bills: noticed,
    amount: money(step.amountMinor),
    hasDisputed: bills.some(({ disputedMinor }) => disputedMinor > 0n),
    link: `${appAddress()}/customer/bills`,
  });
  const notice = await insertNotice(sql, operatorId, {
    ...{ billingAccountId: account.id, round: account.round, stage: step.stage, action: step.action },
    billsKey: createHash('sha256')
      .update(
        step.items
          .map(({ billId }) => billId)
          .sort()
          .join(),
      )
      .digest('hex'),
    ...{ currency: account.currency, amountMinor: step.amountMinor, bills: noticed },
    ...{ ...letter, recipient: account.customer.email, noticedOn: today, createdAt: ctx.now },
  });
  const state = stateAfter(step.action, account.dunningState);
  await saveDunningStage(sql, account.id, { stage: step.stage, stageOn: today, state });
  if (notice === null) return;
  if (account.customer.email !== null) {
    const { subject, body } = letter;
    await insertMail(sql, operatorId, { recipient: account.customer.email, subject, body }, ctx.now);
  }
  await tell(sql, ctx, account, 'dunning.stage-reached', {
    ...{ stage: step.stage, action: step.action, state, notice, on: today },
    ...{ currency: account.currency, amount: money(step.amountMinor), bills: noticed },
  });
}

/** Nothing is overdue any more: paid, credited or written off. */
async function leave(sql: Sql, ctx: ServiceContext, account: DunningAccountRow): Promise<void> {
  await endDunningRound(sql, account.id);
  await tell(sql, ctx, account, 'dunning.ended', {
    stage: account.stage,
    state: 'none',
    before: account.dunningState,
  });
}

async function tell(
  sql: Sql,
  ctx: ServiceContext,
  account: DunningAccountRow,
  type: 'dunning.stage-reached' | 'dunning.ended',
  facts: object,
): Promise<void> {
  const entity = { entityType: 'billing_account', entityId: account.id };
  await appendAudit(sql, ctx.actor, { action: type, ...entity, after: facts });
  const payload = { billingAccountId: account.id, billingAccount: account.number, ...facts };
  await appendEvent(sql, ctx.actor.operatorId, { type, ...entity, payload, partyIds: [account.customer.id] });
}

function appAddress(): string {
  const { NEXTAUTH_URL, PORT } = env();
  return (NEXTAUTH_URL ?? `http://localhost:${PORT}`).replace(/\/$/, '');
}
