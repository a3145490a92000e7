import { appendAudit } from '@/lib/db/audit';
import { withTenantSql } from '@/lib/db/tenant';
import { readWriteOffLimit, saveWriteOffLimit, WRITE_OFF_LIMIT_SET } from '@/lib/db/write-offs';
import { scopeOf } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { requireBounded } from '@/lib/services/require-bounded';
import { requirePerson } from '@/lib/services/require-person';

/**
 * Says above how much written off of a bill a second person decides; null: never. Who raises it is held to what it was, until somebody else
 * saves the limit (`readLimitFor`). Fails: `invalid_amount`, `amount_too_large`, `person_needed`.
 */
export async function setWriteOffLimit(ctx: ServiceContext, limit: string | null): Promise<void> {
  authorise(ctx, 'write-off.manage');
  requirePerson(ctx);
  await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const { limitMinor: before, currency } = await readWriteOffLimit(sql);
    const parsed = limit !== null && isCurrency(currency) ? parseMoney(limit, currency) : null;
    if (limit !== null && (parsed === null || parsed.amountMinor < 0n)) {
      throw invalid('invalid_amount', 'limit', `Write an amount in ${currency}.`);
    }
    if (parsed) requireBounded(parsed.amountMinor, 'limit');
    await saveWriteOffLimit(sql, parsed?.amountMinor ?? null);
    await appendAudit(sql, ctx.actor, {
      ...{ action: WRITE_OFF_LIMIT_SET, entityType: 'operator', entityId: ctx.actor.operatorId },
      before: { limitMinor: before === null ? null : String(before) },
      after: { limit },
    });
  });
}
