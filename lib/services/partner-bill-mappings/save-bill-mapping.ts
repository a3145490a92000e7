import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import {
  findPartnerBillMapping,
  insertPartnerBillMapping,
  type PartnerBillMappingRow,
} from '@/lib/db/partner-bill-mappings';
import { withTenantSql } from '@/lib/db/tenant';
import { compileCsvMapping } from '@/lib/domain/billing/partner-bill/compile-csv-mapping';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { civilDate } from '@/lib/domain/period/civil-date';
import { AppError, invalid } from '@/lib/errors';
import { headerHash } from '@/lib/integrations/partner-bills/csv/header-hash';
import { csvLayout } from '@/lib/integrations/partner-bills/csv/open-csv';
import { decodedOpening } from '@/lib/integrations/partner-bills/csv/opening';
import { authorise, type ServiceContext } from '@/lib/services/context';
import {
  SAMPLE_BYTES,
  type SampleInput,
  sampleBytes,
  wholeLines,
} from '@/lib/services/partner-bill-mappings/sample-bytes';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

export type SaveBillMappingInput = SampleInput & {
  name: string;
  definition: CsvBillMapping;
  partner: string | null;
};

/**
 * Saves how a partner's CSV is read, as the next version of that name, and remembers it for every file with the sample's header.
 * Fails: `not_found` (partner), `name_required`, `sample_required`, `unknown_column`, and as a CSV that cannot be opened.
 */
export async function saveBillMapping(
  ctx: ServiceContext,
  input: SaveBillMappingInput,
): Promise<PartnerBillMappingRow> {
  authorise(ctx, 'partner-bill.receive');
  const { definition } = input;
  const name = input.name.trim();
  if (name === '' || name.length > 100)
    throw invalid('name_required', 'name', 'Give the mapping a name of up to 100 characters.');
  const partner = await findBillingPartner(ctx, input.partner);
  const bytes = sampleBytes(input);
  const opening = wholeLines(
    await decodedOpening(only(bytes), definition.csv?.encoding),
    bytes.length >= SAMPLE_BYTES,
  );
  const columns = await columnsOf(opening, definition);
  const { operatorId } = ctx.actor;
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const head = { id: newId(), partnerId: partner.id, name, headerHash: headerHash(columns), definition };
    const version = await insertPartnerBillMapping(sql, operatorId, {
      ...head,
      sample: opening.toString().replaceAll('\0', '').slice(0, SAMPLE_BYTES),
      createdBy: actorName(ctx.actor),
      createdAt: ctx.now,
    });
    await appendAudit(sql, ctx.actor, {
      action: 'partner-bill-mapping.saved',
      entityType: 'partner_bill_mapping',
      entityId: head.id,
      after: { name, version, partnerId: partner.id, columns, definition },
    });
    return (await findPartnerBillMapping(sql, head.id))!;
  });
}

/** The sample's columns, once every column that the mapping names is among them. */
async function columnsOf(opening: Buffer, definition: CsvBillMapping): Promise<string[]> {
  for await (const { columns } of csvLayout(only(opening), definition.csv)) {
    const compiled = compileCsvMapping(definition, columns, NO_DAYS);
    // A file without a header is known by nothing: it is read when its mapping is named.
    if (compiled.ok) return columns ? [...columns] : [`no header ${newId()}`];
    const [fault] = compiled.faults;
    throw new AppError(
      'invalid',
      'unknown_column',
      `${fault!.message} Choose another column for it.`,
      compiled.faults.map(({ code, column, message }) => ({ code, path: `definition.${column}`, message })),
    );
  }
  throw new Error('A CSV that opens has a layout');
}

const NO_DAYS = { from: civilDate('2000-01-01'), to: civilDate('2000-01-02') };

async function* only(bytes: Buffer) {
  yield bytes;
}
