import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { withTenantSql } from '@/lib/db/tenant';
import { findUsageMapping, insertMappingVersion, type UsageMappingRow } from '@/lib/db/usage-mappings';
import type { UsageFileFormat, UsageMapping } from '@/lib/domain/usage/mapping';
import { invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { findUsageSender } from '@/lib/services/usage-files/usage-sender';

export type SaveUsageMappingInput = {
  name: string;
  format: UsageFileFormat;
  definition: UsageMapping;
  /** The first lines of such a file, to preview with; up to 64 kB. */
  sample: string;
  /** Id or short name, for an operator; null: who asks. */
  partner: string | null;
};

/**
 * Saves a mapping as its next version; nothing that is there is changed, and files keep the version they came with.
 * Fails: `not_found` (partner), `name_required`, `unknown_lookup`, `sample_too_large`.
 */
export async function saveUsageMapping(
  ctx: ServiceContext,
  input: SaveUsageMappingInput,
): Promise<UsageMappingRow> {
  authorise(ctx, 'usage.send');
  const name = input.name.trim();
  if (name === '' || name.length > 100) {
    throw invalid('name_required', 'name', 'Give the mapping a name of up to 100 characters.');
  }
  if (input.sample.length > SAMPLE_MAX) {
    throw invalid('sample_too_large', 'sample', 'Keep a sample of up to 64 kB: some lines are enough.');
  }
  requireLookups(input.definition);
  const sender = await findUsageSender(ctx, input.partner);
  const { operatorId } = ctx.actor;
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const { format, definition, sample } = input;
    const head = { id: newId(), senderId: sender.id, name, format, definition, sample };
    const version = await insertMappingVersion(sql, operatorId, {
      ...head,
      createdBy: actorName(ctx.actor),
      createdAt: ctx.now,
    });
    await appendAudit(sql, ctx.actor, {
      action: 'usage-mapping.saved',
      entityType: 'usage_mapping',
      entityId: head.id,
      after: { name, version, format, senderId: sender.id, definition },
    });
    return (await findUsageMapping(sql, head.id))!;
  });
}

const SAMPLE_MAX = 65_536;

function requireLookups({
  lookups = {},
  source,
  subject,
  meter,
  quantity,
  attributes = [],
}: UsageMapping): void {
  for (const { lookup } of [source, subject, meter, quantity, ...attributes]) {
    if (lookup === undefined || Object.hasOwn(lookups, lookup)) continue;
    throw invalid('unknown_lookup', 'definition.lookups', `The mapping has no lookup ${lookup}.`);
  }
}
