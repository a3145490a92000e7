import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import type { ServiceContext } from '@/lib/services/context';

/** The day it is where the operator is. */
export const today = (ctx: ServiceContext): Promise<CivilDate> =>
  withTenantSql(scopeOf(ctx.actor), async (sql) => civilDateAt(ctx.now, await readOperatorTimeZone(sql)));
