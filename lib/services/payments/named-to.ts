import { findOperator } from '@/lib/db/operators';
import { withTenantSql } from '@/lib/db/tenant';
import type { ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/** How the operator's people are named to a reader: to their own side as they are, to anybody else as the operator. */
export async function namedTo(ctx: ServiceContext): Promise<(name: string) => string> {
  if (ctx.actor.audience === 'operator') return (name) => name;
  const operator = await withTenantSql(operatorWide(ctx.actor), findOperator);
  return () => operator!.name;
}
