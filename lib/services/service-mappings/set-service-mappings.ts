import { appendAudit } from '@/lib/db/audit';
import { findOffering } from '@/lib/db/catalogue';
import { newId } from '@/lib/db/id';
import { listBillsNaming } from '@/lib/db/mapping-queue';
import { appendEvent } from '@/lib/db/outbox';
import { type ServiceMappingChange, saveServiceMappings } from '@/lib/db/service-mappings';
import { listTaxClasses } from '@/lib/db/tax-code-mappings';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { AppError, type ErrorIssue } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type JudgedBill, judgeAgain } from '@/lib/services/mapping-queue/judge-again';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { holdPartnerBills } from '@/lib/services/partner-bills/hold-partner-bills';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';
import { retrying } from '@/lib/services/retrying';

export type ServiceMappingInput = {
  /** The service exactly as the partner's bills name it. */
  externalService: string;
  /** What it is here; null takes the mapping away. */
  to: {
    /** Id or short name of an offering of this partner; null: none, the service only has a name and a tax class. */
    offering: string | null;
    /** What the bill says; null: the offering's name, else the partner's own. */
    description: string | null;
    /** Null: the offering's, else `standard`. */
    taxClass: string | null;
  } | null;
};

/**
 * Says what a partner's services are here, one or many at once. Lines that waited are accepted in the same transaction, unbilled ones
 * take the new name, tax class and shares with the next run; what is billed stays.
 * Fails: `partner_bills_busy`, `not_found` (partner), `unknown_offering`, `unknown_tax_class` and `repeated_mapping` with the place of each.
 */
export async function setServiceMappings(
  ctx: ServiceContext,
  input: { partner: string | null; mappings: readonly ServiceMappingInput[] },
): Promise<{ mappings: number; bills: JudgedBill[] }> {
  authorise(ctx, 'account-mapping.manage');
  const partner = await findBillingPartner(ctx, input.partner);
  const { operatorId } = ctx.actor;
  return retrying(() =>
    withTenantSql(operatorWide(ctx.actor), async (sql) => {
      await holdPartnerBills(sql, ctx.actor, partner.id);
      const changes = await resolveChanges(sql, partner.id, input.mappings);
      const before = await saveServiceMappings(sql, operatorId, partner.id, changes, actorName(ctx.actor));
      const services = changes.map(({ externalService }) => externalService);
      const named = await listBillsNaming(sql, partner.id, 'service', services);
      const bills = await judgeAgain(sql, operatorId, named, { services });
      const entity = { entityType: 'party', entityId: partner.id };
      const after = changes.map(({ externalService, to }) => ({ externalService, to }));
      await appendAudit(sql, ctx.actor, { action: 'service-mapping.set', ...entity, before, after });
      await appendEvent(sql, operatorId, {
        type: 'service-mapping.set',
        ...entity,
        payload: { mappings: after, bills },
        partyIds: [partner.id],
      });
      return { mappings: changes.length, bills };
    }),
  );
}

async function resolveChanges(
  sql: Sql,
  partnerId: string,
  mappings: readonly ServiceMappingInput[],
): Promise<ServiceMappingChange[]> {
  const issues: ErrorIssue[] = [];
  const classes = new Set((await listTaxClasses(sql)).map(({ taxClass }) => taxClass));
  const changes: ServiceMappingChange[] = [];
  for (const [i, { externalService, to }] of mappings.entries()) {
    if (changes.some((change) => change.externalService === externalService)) {
      const message = `${externalService} is in the list twice. Leave one of them out.`;
      issues.push({ code: 'repeated_mapping', path: `mappings.${i}.externalService`, message });
    }
    const change = { id: newId(), externalService, to: null };
    if (to === null) {
      changes.push(change);
      continue;
    }
    const offering = to.offering === null ? null : await findOffering(sql, null, to.offering);
    if (to.offering !== null && offering?.supplier.id !== partnerId) {
      const message = `This partner has no offering ${to.offering}. Take one of its own, or none.`;
      issues.push({ code: 'unknown_offering', path: `mappings.${i}.offering`, message });
    }
    const taxClass = to.taxClass ?? offering?.taxClass ?? 'standard';
    if (!classes.has(taxClass)) {
      const message = `There is no tax rate for the class "${taxClass}". Known are ${[...classes].join(', ')}.`;
      issues.push({ code: 'unknown_tax_class', path: `mappings.${i}.taxClass`, message });
    }
    const description = to.description ?? offering?.name ?? null;
    changes.push({
      ...change,
      to: { externalService, offeringId: offering?.id ?? null, description, taxClass },
    });
  }
  if (issues.length > 0) throw new AppError('invalid', issues[0]!.code, issues[0]!.message, issues);
  return changes;
}
