import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { listBillsNaming } from '@/lib/db/mapping-queue';
import { appendEvent } from '@/lib/db/outbox';
import { listTaxClasses, saveTaxCodeMappings, type TaxCodeMappingChange } from '@/lib/db/tax-code-mappings';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { AppError, type ErrorIssue } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type JudgedBill, judgeAgain } from '@/lib/services/mapping-queue/judge-again';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { holdPartnerBills } from '@/lib/services/partner-bills/hold-partner-bills';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';
import { retrying } from '@/lib/services/retrying';

/** `taxClass` null takes the mapping away. */
export type TaxMappingInput = { externalCode: string; taxClass: string | null };

/**
 * Says which tax class a partner's tax codes are, one or many at once; a line's own code goes before its service's class. Lines that waited
 * are accepted in the same transaction, unbilled ones are taxed anew by the next run; what is billed stays.
 * Fails: `partner_bills_busy`, `not_found` (partner), `unknown_tax_class` and `repeated_mapping` with the place of each.
 */
export async function setTaxMappings(
  ctx: ServiceContext,
  input: { partner: string | null; mappings: readonly TaxMappingInput[] },
): Promise<{ mappings: number; bills: JudgedBill[] }> {
  authorise(ctx, 'account-mapping.manage');
  const partner = await findBillingPartner(ctx, input.partner);
  const { operatorId } = ctx.actor;
  return retrying(() =>
    withTenantSql(operatorWide(ctx.actor), async (sql) => {
      await holdPartnerBills(sql, ctx.actor, partner.id);
      const changes = await checkedChanges(sql, input.mappings);
      const before = await saveTaxCodeMappings(sql, operatorId, partner.id, changes, actorName(ctx.actor));
      const taxCodes = changes.map(({ externalCode }) => externalCode);
      const named = await listBillsNaming(sql, partner.id, 'tax_code', taxCodes);
      const bills = await judgeAgain(sql, operatorId, named, { taxCodes });
      const entity = { entityType: 'party', entityId: partner.id };
      const after = changes.map(({ id: _, ...change }) => change);
      await appendAudit(sql, ctx.actor, { action: 'tax-mapping.set', ...entity, before, after });
      await appendEvent(sql, operatorId, {
        type: 'tax-mapping.set',
        ...entity,
        payload: { mappings: after, bills },
        partyIds: [partner.id],
      });
      return { mappings: changes.length, bills };
    }),
  );
}

async function checkedChanges(
  sql: Sql,
  mappings: readonly TaxMappingInput[],
): Promise<TaxCodeMappingChange[]> {
  const issues: ErrorIssue[] = [];
  const classes = new Set((await listTaxClasses(sql)).map(({ taxClass }) => taxClass));
  const seen = new Set<string>();
  for (const [i, { externalCode, taxClass }] of mappings.entries()) {
    if (seen.has(externalCode)) {
      const message = `${externalCode} is in the list twice. Leave one of them out.`;
      issues.push({ code: 'repeated_mapping', path: `mappings.${i}.externalCode`, message });
    }
    seen.add(externalCode);
    if (taxClass !== null && !classes.has(taxClass)) {
      const message = `There is no tax rate for the class "${taxClass}". Known are ${[...classes].join(', ')}.`;
      issues.push({ code: 'unknown_tax_class', path: `mappings.${i}.taxClass`, message });
    }
  }
  if (issues.length > 0) throw new AppError('invalid', issues[0]!.code, issues[0]!.message, issues);
  return mappings.map((mapping) => ({ id: newId(), ...mapping }));
}
