import type { Client } from 'pg';
import { adjustmentChecks } from './adjustment-checks';
import { agreementChecks } from './agreement-checks';
import { type Check, type Finding, runCheck } from './check';
import { creditNoteChecks } from './credit-note-checks';
import { documentChecks } from './document-checks';
import { ledgerChecks } from './ledger-checks';
import { moneyChecks } from './money-checks';
import { partnerChecks } from './partner-checks';
import { paymentChecks } from './payment-checks';
import { payoutChecks } from './payout-checks';
import { payoutSumChecks } from './payout-sum-checks';
import { settlementChecks } from './settlement-checks';
import { tenantChecks } from './tenant-checks';

/**
 * Every check, in one snapshot, so that a bill run that goes on meanwhile cannot make the books look torn. An owner
 * whom row-level security does not bind sees all tenants at once; any other is shown them one by one.
 */
export async function verifyBooks(client: Client, snapshot: Snapshot = 'its own'): Promise<Finding[]> {
  if (snapshot === 'its own') await client.query('begin isolation level repeatable read read only');
  try {
    const books = await eachTenant(client, [
      ...moneyChecks,
      ...settlementChecks,
      ...paymentChecks,
      ...payoutChecks,
      ...payoutSumChecks,
      ...creditNoteChecks,
      ...adjustmentChecks,
      ...ledgerChecks,
      ...partnerChecks,
      ...agreementChecks,
      ...documentChecks,
    ]);
    return [...books, ...(await runAll(client, tenantChecks))];
  } finally {
    if (snapshot === 'its own') await client.query('rollback');
  }
}

type Snapshot = 'its own' | 'in the transaction at hand';

async function eachTenant(client: Client, checks: readonly Check[]): Promise<Finding[]> {
  const { rows } = await client.query<{ unbound: boolean }>(
    'select rolsuper or rolbypassrls as unbound from pg_roles where rolname = current_user',
  );
  if (rows[0]!.unbound) return runAll(client, checks);
  let sum: Finding[] = checks.map(({ id, claim }) => ({ id, claim, checked: 0, faults: [] }));
  for (const { id } of (await client.query<{ id: string }>('select id from operator order by id')).rows) {
    await client.query(`select set_config('app.operator', $1, true)`, [id]);
    const found = await runAll(client, checks);
    sum = sum.map((before, index) => added(before, found[index]!));
  }
  return sum;
}

async function runAll(client: Client, checks: readonly Check[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of checks) findings.push(await runCheck(client, check));
  return findings;
}

const added = (a: Finding, b: Finding): Finding => ({
  ...a,
  checked: a.checked + b.checked,
  faults: [...a.faults, ...b.faults],
});
