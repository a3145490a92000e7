import { findEntriesByKey, lockEntry, saveOutcome } from '@/lib/db/bank-entries';
import type { NewBankEntry, NewBankStatement } from '@/lib/db/bank-files';
import type { Sql } from '@/lib/db/tenant';
import type { ServiceContext } from '@/lib/services/context';
import { reversePaymentIn } from '@/lib/services/payments/reverse-payment';

/**
 * A file's entries without what an earlier one told: those are ignored, with that file's name. The other way round it is when the earlier one
 * had the sum alone and this one has its payments: then the sum, while it is nobody's, makes room for them.
 */
export async function withoutTold(
  sql: Sql,
  ctx: ServiceContext,
  fileName: string,
  { statements, entries }: { statements: readonly NewBankStatement[]; entries: readonly NewBankEntry[] },
): Promise<NewBankEntry[]> {
  const keys = entries.flatMap(({ entryKey, state }) =>
    entryKey !== null && state === 'read' ? entryKey : [],
  );
  if (keys.length === 0) return [...entries];
  const told = await findEntriesByKey(sql, [...new Set(keys)], statements[0]?.kind ?? '');
  for (const [key, { entryId, isLump }] of told) {
    const isDetailed = keys.filter((one) => one === key).length > 1;
    if (!isLump || !isDetailed) continue;
    await makeRoom(sql, ctx, entryId, fileName);
    told.delete(key);
  }
  return entries.map((entry) => {
    const earlier = entry.entryKey !== null && entry.state === 'read' ? told.get(entry.entryKey) : undefined;
    if (!earlier) return entry;
    const { entryId, file } = earlier;
    return { ...entry, state: 'ignored', why: 'already_taken', whyDetails: { entryId, file } };
  });
}

async function makeRoom(sql: Sql, ctx: ServiceContext, entryId: string, file: string): Promise<void> {
  const { paymentId } = (await lockEntry(sql, entryId))!;
  await reversePaymentIn(sql, ctx, paymentId!, {
    ...{ amountMinor: null, kind: 'mistake', reversedOn: null, sourceKey: `bank-entry-detailed:${entryId}` },
    reason: `Its payments came one by one in "${file}"`,
  });
  await saveOutcome(sql, entryId, {
    state: 'ignored',
    why: 'detailed',
    whyDetails: { file },
    paymentId: null,
  });
}
