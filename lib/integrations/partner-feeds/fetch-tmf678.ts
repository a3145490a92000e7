import { Asker } from '@/lib/integrations/partner-feeds/ask';
import {
  type Call,
  FeedError,
  type FeedPage,
  type FeedRequest,
  MAX_CHARGES,
} from '@/lib/integrations/partner-feeds/feed';

const PAGE_SIZE = 100;
const PATH = 'appliedCustomerBillingRate';

/**
 * Pulls a period's applied billing rates from a TMF678 v4 system, page by page. `baseUrl` ends where the resources begin
 * (`…/customerBillManagement/v4`). What comes must be as many as X-Total-Count says, and that number must stay the same.
 * Fails: FeedError.
 */
export async function* fetchTmf678(
  request: FeedRequest,
  call: Call,
  pauseMs?: number,
): AsyncGenerator<FeedPage> {
  const asker = new Asker(call, request.access, pauseMs);
  let total: number | null = null;
  let received = 0;
  for (let page = 1; ; page += 1) {
    const { body, headers } = await asker.json(pageUrl(request, received));
    if (!Array.isArray(body))
      throw new FeedError('unexpected_answer', 'The answer is no list of applied billing rates.');
    const stated = countOf(headers['x-total-count']);
    if (total !== null && stated !== null && stated !== total) {
      throw new FeedError(
        'changed_while_reading',
        `There were ${total} charges and then ${stated}: they changed while they were read.`,
        null,
      );
    }
    total ??= stated;
    received += body.length;
    if (received > MAX_CHARGES)
      throw new FeedError(
        'too_many_charges',
        `There are more than ${MAX_CHARGES} charges. Send them as a file.`,
      );
    if (body.length > 0) yield { items: body, page };
    if (total !== null ? received >= total : body.length < PAGE_SIZE) return;
    if (body.length === 0)
      throw new FeedError('broken_answer', `${total} charges were announced, and ${received} came.`);
  }
}

function pageUrl({ baseUrl, period }: FeedRequest, offset: number): string {
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/${PATH}`);
  url.searchParams.set('offset', String(offset));
  url.searchParams.set('limit', String(PAGE_SIZE));
  // TMF630's operators for ranges; a system that knows none of them gives every period, which validation then sorts out.
  url.searchParams.set('periodCoverage.startDateTime.gte', `${period.from}T00:00:00Z`);
  url.searchParams.set('periodCoverage.startDateTime.lt', `${period.to}T00:00:00Z`);
  return url.toString();
}

const countOf = (header: string | undefined): number | null =>
  header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : null;
