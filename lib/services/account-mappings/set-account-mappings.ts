import {
  listBillsOfAccounts,
  type MappingChange,
  type MappingLevel,
  saveMappings,
} from '@/lib/db/account-mappings';
import { findAccount } from '@/lib/db/accounts';
import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { appendEvent } from '@/lib/db/outbox';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { AppError, type ErrorIssue } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { holdPartnerBills } from '@/lib/services/partner-bills/hold-partner-bills';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';
import { revalidatePartnerBill } from '@/lib/services/partner-bills/revalidate-partner-bill';
import { retrying } from '@/lib/services/retrying';

export type AccountMappingInput = {
  level: MappingLevel;
  /** The partner's own id of its sub-account or payer, exactly as its bills have it. */
  externalAccount: string;
  externalName?: string | null;
  /** Id or number of a billing account that the actor may see; null takes the mapping away. */
  billingAccount: string | null;
};

/**
 * Says which billing account a partner's accounts are, one or many at once, and judges the partner's unbilled lines
 * again in the same transaction: lines that waited are accepted, others move. Lines on an issued bill stay.
 * Fails: `partner_bills_busy`, `not_found` (partner), `unknown_billing_account` and `repeated_mapping` with the place of each.
 */
export async function setAccountMappings(
  ctx: ServiceContext,
  input: { partner: string | null; mappings: readonly AccountMappingInput[] },
): Promise<{ mappings: number; bills: { id: string; state: string; changedLines: number }[] }> {
  authorise(ctx, 'account-mapping.manage');
  const partner = await findBillingPartner(ctx, input.partner);
  const changes = await resolveChanges(ctx, input.mappings);
  const { operatorId } = ctx.actor;
  // A run takes lines and then drafts, we take drafts and then lines: one of two that meet is told to start again.
  return retrying(() =>
    withTenantSql(operatorWide(ctx.actor), async (sql) => {
      await holdPartnerBills(sql, ctx.actor, partner.id);
      const before = await saveMappings(sql, operatorId, partner.id, changes);
      const bills: { id: string; state: string; changedLines: number }[] = [];
      for (const { id } of await listBillsOfAccounts(sql, partner.id, changes)) {
        bills.push(await revalidatePartnerBill(sql, operatorId, id));
      }
      const entity = { entityType: 'party', entityId: partner.id };
      const after = changes.map(({ id: _, ...change }) => change);
      await appendAudit(sql, ctx.actor, { action: 'account-mapping.set', ...entity, before, after });
      await appendEvent(sql, operatorId, {
        type: 'account-mapping.set',
        ...entity,
        payload: { mappings: after, bills },
        partyIds: [partner.id],
      });
      return { mappings: changes.length, bills };
    }),
  );
}

/** Only accounts in the actor's own scope: a partner maps to those it serves already, the operator to any. */
async function resolveChanges(
  ctx: ServiceContext,
  mappings: readonly AccountMappingInput[],
): Promise<MappingChange[]> {
  const issues: ErrorIssue[] = [];
  const seen = new Set<string>();
  const numbers = new Set(mappings.flatMap(({ billingAccount }) => billingAccount ?? []));
  const accounts = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const found = new Map<string, string>();
    for (const number of numbers) {
      const account = await findAccount(sql, number);
      if (account) found.set(number, account.id);
    }
    return found;
  });
  const changes = mappings.map((mapping, i): MappingChange => {
    const { level, externalAccount, externalName = null, billingAccount } = mapping;
    const billingAccountId = billingAccount === null ? null : (accounts.get(billingAccount) ?? null);
    if (billingAccount !== null && billingAccountId === null) {
      const message = `There is no billing account ${billingAccount} that you can map to.`;
      issues.push({ code: 'unknown_billing_account', path: `mappings.${i}.billingAccount`, message });
    }
    const key = `${level}:${externalAccount}`;
    if (seen.has(key)) {
      const message = `${externalAccount} is in the list twice. Leave one of them out.`;
      issues.push({ code: 'repeated_mapping', path: `mappings.${i}.externalAccount`, message });
    }
    seen.add(key);
    return { id: newId(), level, externalAccount, externalName, billingAccountId };
  });
  if (issues.length > 0) throw new AppError('invalid', issues[0]!.code, issues[0]!.message, issues);
  return changes;
}
