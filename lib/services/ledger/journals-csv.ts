import type { ListQuery } from '@/lib/db/keyset';
import { csvRow } from '@/lib/documents/csv';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type JournalSummary, listJournals } from '@/lib/services/ledger/list-journals';

/** The journals of a filter as CSV, a row a posting, page by page as they are read, so that none of it is held at once. */
export async function* journalsCsv(
  ctx: ServiceContext,
  filters: ListQuery['filters'],
): AsyncGenerator<string> {
  authorise(ctx, 'ledger.read');
  yield csvRow(COLUMNS);
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listJournals>> = await listJournals(ctx, {
      ...{ q: '', sort: null, filters, after, pageSize: PAGE },
    });
    yield page.data.flatMap(rowsOf).map(csvRow).join('');
    after = page.nextCursor;
  } while (after !== null);
}

const rowsOf = ({ bookedOn, event, id, bill, source, postings }: JournalSummary) =>
  postings.map(({ account, party, currency, debit, credit }) => [
    ...[bookedOn, event, id, bill?.number ?? null, source],
    ...[account, party, currency, debit, credit],
  ]);

const COLUMNS = 'booked_on event journal bill source account party currency debit credit'.split(' ');
const PAGE = 500;
