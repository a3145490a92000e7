import { appendAudit } from '@/lib/db/audit';
import { withTenantSql } from '@/lib/db/tenant';
import { readWriteOffLimit, saveWriteOffLimit } from '@/lib/db/write-offs';
import { scopeOf } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Says above which amount a write-off needs a second person; null: never. Fails: `invalid_amount`. */
export async function setWriteOffLimit(ctx: ServiceContext, limit: string | null): Promise<void> {
  authorise(ctx, 'write-off.manage');
  await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const { limitMinor: before, currency } = await readWriteOffLimit(sql);
    const parsed = limit !== null && isCurrency(currency) ? parseMoney(limit, currency) : null;
    if (limit !== null && (parsed === null || parsed.amountMinor < 0n)) {
      throw invalid('invalid_amount', 'limit', `Write an amount in ${currency}.`);
    }
    await saveWriteOffLimit(sql, parsed?.amountMinor ?? null);
    await appendAudit(sql, ctx.actor, {
      ...{ action: 'operator.write-off-limit-set', entityType: 'operator', entityId: ctx.actor.operatorId },
      before: { limitMinor: before === null ? null : String(before) },
      after: { limit },
    });
  });
}
