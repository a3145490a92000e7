import { withTenantSql } from '@/lib/db/tenant';
import { findSendersMapping } from '@/lib/db/usage-mappings';
import { findUsagePlaces, type UsagePlace } from '@/lib/db/usage-places';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { selectPrices } from '@/lib/domain/rating/select-price';
import type { UsageFileFormat, UsageMapping } from '@/lib/domain/usage/mapping';
import { AppError, notFound } from '@/lib/errors';
import { type OpenUsageFile, openUsageFile } from '@/lib/integrations/usage-files/open-usage-file';
import { sniffUsageFile } from '@/lib/integrations/usage-files/sniff-usage-file';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { getOperator } from '@/lib/services/operators/get-operator';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { type DecodedEvent, decodeEvent, isRefusal } from '@/lib/services/usage/decode-event';
import type { Outcome } from '@/lib/services/usage/outcome';
import { CONFLICT } from '@/lib/services/usage/settle-suspense';
import { takeEvents } from '@/lib/services/usage/take-events';
import { findUsageSender, type UsageSender } from '@/lib/services/usage-files/usage-sender';
import { type SampleLayout, sampleLayout } from '@/lib/services/usage-mappings/sample-layout';

export type PreviewUsageInput = {
  /** The first lines of a file; whole lines. */
  sample: string;
  format: UsageFileFormat | null;
  /** A mapping as it stands on the page, or the name or id of a saved one; neither: our own names of columns. */
  definition: UsageMapping | null;
  mapping: string | null;
  partner: string | null;
};

export type PreviewedRow = {
  rowNo: number;
  text: string;
  status: 'accepted' | 'duplicate' | 'conflict' | 'suspended' | 'rejected' | 'passed_over';
  problem: { code: string; path: string; message: string } | null;
  event: PreviewedEvent | null;
  place: { offering: string; accountNumber: string; unit: string; prices: string[] } | null;
};

export type PreviewedEvent = {
  source: string;
  id: string;
  time: string;
  subject: string;
  meter: string;
  quantity: string;
  attributes: Record<string, string>;
};

export type UsagePreview = SampleLayout & {
  /** Why no row can be read at all. */
  failure: {
    code: string;
    message: string;
    issues: { code: string; path: string; message: string }[];
  } | null;
  rows: PreviewedRow[];
};

/**
 * What the first rows of a file would become, by the very code that takes them, in a transaction that is taken back: what each
 * says, which product it is of and what would rate it, or what is wrong. Writes nothing. Fails: `not_found` (partner, mapping).
 */
export async function previewUsage(ctx: ServiceContext, input: PreviewUsageInput): Promise<UsagePreview> {
  authorise(ctx, 'usage.send');
  const sender = await findUsageSender(ctx, input.partner);
  const mapping = input.definition ?? (await savedMapping(ctx, sender, input.mapping));
  const opening = Buffer.from(input.sample);
  const { timeZone } = await getOperator(ctx);
  let layout: SampleLayout = {
    format: input.format ?? 'csv',
    delimiter: null,
    columns: [],
    suggestion: null,
  };
  try {
    const { format } = sniffUsageFile(opening, input.format);
    layout = await sampleLayout(opening, format, mapping?.csv, timeZone);
    const file = await openUsageFile(opening, { format, mapping, sender: sender.slug });
    return { ...layout, failure: null, rows: await previewRows(ctx, sender, file, opening) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const failure = { code: error.code, message: error.message, issues: [...error.issues] };
    return { ...layout, failure, rows: [] };
  }
}

async function savedMapping(
  ctx: ServiceContext,
  sender: UsageSender,
  idOrName: string | null,
): Promise<UsageMapping | null> {
  if (idOrName === null) return null;
  const saved = await withTenantSql(operatorWide(ctx.actor), (sql) =>
    findSendersMapping(sql, sender.id, idOrName),
  );
  if (!saved) throw notFound('The mapping');
  return saved.definition;
}

const ROWS_MAX = 20;

async function previewRows(
  ctx: ServiceContext,
  sender: UsageSender,
  file: OpenUsageFile,
  opening: Buffer,
): Promise<PreviewedRow[]> {
  const rows: PreviewedRow[] = [];
  const events: { event: DecodedEvent; row: PreviewedRow }[] = [];
  for await (const pieces of file.rows(only(opening.subarray(file.startOffset)), file.startOffset)) {
    for (const raw of pieces.slice(0, ROWS_MAX - rows.length)) {
      const text = Buffer.from(raw.text, 'latin1').toString().slice(0, 2000);
      const row: PreviewedRow = {
        rowNo: rows.length + 1,
        text,
        status: 'rejected',
        problem: null,
        event: null,
        place: null,
      };
      rows.push(row);
      const read = file.read(raw);
      if (read === null) row.status = 'passed_over';
      else if ('fault' in read) row.problem = read.fault;
      else {
        const event = decodeEvent(read.event, Date.parse(ctx.now));
        if (isRefusal(event)) row.problem = { ...event, path: file.place(event.path) };
        else {
          row.event = eventView(event);
          events.push({ event, row });
        }
      }
    }
  }
  await fillOutcomes(ctx, sender, file, events);
  return rows;
}

async function* only(bytes: Buffer) {
  yield bytes;
}

/** Carries what was found out of the transaction that found it, which ends without a trace. */
class TakenBack extends Error {
  constructor(
    readonly outcomes: Outcome[],
    readonly places: UsagePlace[],
  ) {
    super('a preview is taken back');
  }
}

async function fillOutcomes(
  ctx: ServiceContext,
  sender: UsageSender,
  file: OpenUsageFile,
  events: readonly { event: DecodedEvent; row: PreviewedRow }[],
): Promise<void> {
  if (events.length === 0) return;
  const { operatorId } = ctx.actor;
  const found = await withTenantSql(operatorWide(ctx.actor), async (sql): Promise<TakenBack> => {
    const given = events.map(({ event }) => event);
    const wanted = given.map(({ subject, meter, atMs }) => ({
      reference: subject,
      meter,
      on: new Date(atMs).toISOString().slice(0, 10),
    }));
    const places = await findUsagePlaces(sql, sender.supplierId, wanted);
    throw new TakenBack(
      await takeEvents(sql, { operatorId, supplierId: sender.supplierId }, given, ctx.now),
      places,
    );
  }).catch((error: unknown) => {
    if (error instanceof TakenBack) return error;
    throw error;
  });
  for (const [index, { event, row }] of events.entries()) {
    const outcome = found.outcomes[index]!;
    row.status = outcome.status === 'waiting' ? 'suspended' : outcome.status;
    row.problem = problemOf(outcome, file);
    row.place = placeOf(event, found.places);
  }
}

function problemOf(outcome: Outcome, file: OpenUsageFile): PreviewedRow['problem'] {
  if (outcome.status === 'accepted' || outcome.status === 'duplicate') return null;
  const { code, path, message } = 'code' in outcome ? outcome : CONFLICT;
  return { code, path: file.place(path), message };
}

function placeOf(
  { subject, meter, attributes }: DecodedEvent,
  places: readonly UsagePlace[],
): PreviewedRow['place'] {
  const place = places.find((one) => one.reference === subject && one.meter === meter);
  if (!place) return null;
  const prices = place.prices.map(({ name, currency, when }) => ({ name, currency, ...(when && { when }) }));
  const chosen = selectPrices(prices, attributes).map(({ name, currency }) => `${name} (${currency})`);
  return { offering: place.offering, accountNumber: place.accountNumber, unit: place.unit, prices: chosen };
}

const eventView = ({
  source,
  eventId,
  atMs,
  subject,
  meter,
  quantity,
  attributes,
}: DecodedEvent): PreviewedEvent => ({
  source,
  id: eventId,
  time: new Date(atMs).toISOString(),
  subject,
  meter,
  quantity: formatDecimal(quantity),
  attributes: { ...attributes },
});
