import { createHash } from 'node:crypto';
import { appendAudit } from '@/lib/db/audit';
import { listApprovedAccounts } from '@/lib/db/bank-details';
import {
  findFileByHash,
  findFileOfStatements,
  insertBankFile,
  type KnownFile,
  lockBankFiles,
  type NewBankStatement,
} from '@/lib/db/bank-files';
import { newId } from '@/lib/db/id';
import { findOperator } from '@/lib/db/operators';
import { appendEvent } from '@/lib/db/outbox';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { compactAccount, maskedAccount } from '@/lib/domain/settlement/iban';
import { conflict, invalid } from '@/lib/errors';
import { readBankFile } from '@/lib/integrations/bank-files/read-bank-file';
import { enqueue } from '@/lib/queue/enqueue';
import { type BankFileView, readBankFileView } from '@/lib/services/bank/bank-file-view';
import { rowsOf } from '@/lib/services/bank/file-rows';
import { matchBankFile } from '@/lib/services/bank/match-bank-file';
import { withoutTold } from '@/lib/services/bank/without-told';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';

/**
 * Takes a file of a bank: all of its entries are stored in one transaction, or none, and then decided in chunks, the first of them at once and
 * the others by a job, which also goes on where a dead worker stopped. What an earlier file told already is ignored and says so.
 * An operator that has approved bank details takes statements of those accounts only.
 * Fails: as `readBankFile`, `foreign_account`, `same_file`, `same_statement`, the last two with the earlier file's name.
 */
export async function receiveBankFile(
  ctx: ServiceContext,
  file: { name: string; bytes: Buffer },
  { atOnce = AT_ONCE }: { atOnce?: number } = {},
): Promise<BankFileView> {
  authorise(ctx, 'bank-file.manage');
  const contentHash = createHash('sha256').update(file.bytes).digest();
  const known = await withTenantSql(scopeOf(ctx.actor), (sql) => findFileByHash(sql, contentHash));
  if (known) throw sameFile(known);
  const read = readBankFile(file.bytes);
  const id = newId();
  const rows = rowsOf(id, read);
  const { operatorId } = ctx.actor;
  await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    await lockBankFiles(sql);
    const meanwhile = await findFileByHash(sql, contentHash);
    if (meanwhile) throw sameFile(meanwhile);
    await requireOwn(sql, rows.statements);
    const told = await findFileOfStatements(sql, rows.statements);
    if (told) throw sameStatement(told);
    const entries = await withoutTold(sql, ctx, file.name, rows);
    const { format, version, messageId } = read;
    const head = { format, version, messageId, name: file.name.slice(0, 200), entryCount: entries.length };
    const received = { receivedBy: actorName(ctx.actor), receivedAt: ctx.now };
    const row = { id, ...head, sizeBytes: file.bytes.length, contentHash, ...received };
    await insertBankFile(sql, operatorId, row, rows.statements, entries);
    const entity = { entityType: 'bank-file', entityId: id };
    await appendAudit(sql, ctx.actor, { action: 'bank-file.received', ...entity, after: head });
    await appendEvent(sql, operatorId, { type: 'bank-file.received', ...entity, payload: { id, ...head } });
    // The request decides the first entries itself; the job is for what it leaves, and for when it dies.
    const runAt = new Date(Date.parse(ctx.now) + (entries.length > atOnce ? 0 : JOB_DELAY_MS)).toISOString();
    await enqueue(
      sql,
      'bank-file.match',
      { operatorId, fileId: id },
      { jobKey: `bank-file.match:${id}`, runAt },
    );
  });
  await matchBankFile(ctx, id, { atMost: atOnce });
  return withTenantSql(scopeOf(ctx.actor), (sql) => readBankFileView(sql, id));
}

/** Money of another account would stand in the books as the operator's. Fails: `foreign_account`. */
async function requireOwn(sql: Sql, statements: readonly NewBankStatement[]): Promise<void> {
  const own = await listApprovedAccounts(sql, (await findOperator(sql))!.partyId);
  if (own.length === 0) return;
  const ofOwn = new Set(own.map(compactAccount));
  const foreign = statements.find(({ account }) => !ofOwn.has(compactAccount(account)));
  if (!foreign) return;
  const shown = maskedAccount(compactAccount(foreign.account));
  const message = `This is a statement of ${shown}, which is none of your approved bank accounts. Propose it under Bank details first.`;
  throw invalid('foreign_account', 'file', message);
}

const AT_ONCE = 50;
const JOB_DELAY_MS = 10_000;

const sameFile = ({ name, receivedAt }: KnownFile) =>
  conflict(
    'same_file',
    `This file was taken already: "${name}", on ${receivedAt.slice(0, 10)}. Nothing was booked again.`,
  );

const sameStatement = ({ name, receivedAt, reference }: KnownFile & { reference: string }) =>
  conflict(
    'same_statement',
    `Statement ${reference} of this account came already, in "${name}" on ${receivedAt.slice(0, 10)}. Nothing was booked again.`,
  );
