import { findOperator, type OperatorRow } from '@/lib/db/operators';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';

export type OperatorView = OperatorRow;

/** The operator the actor belongs to; every audience may know whose house it is in. */
export async function getOperator(ctx: ServiceContext): Promise<OperatorView> {
  const operator = await withTenantSql(scopeOf(ctx.actor), findOperator);
  if (!operator) throw notFound('The operator');
  return operator;
}
