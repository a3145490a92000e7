import { Asker } from '@/lib/integrations/partner-feeds/ask';
import {
  type Call,
  FeedError,
  type FeedPage,
  type FeedRequest,
  MAX_CHARGES,
} from '@/lib/integrations/partner-feeds/feed';

/** Where a partner's own JSON has what: paths of names, `amount.value`. */
export type RestMapping = {
  /** Where the list is in the answer; empty when the answer is the list. */
  items: string;
  paging:
    | { kind: 'none' }
    /** The answer names what the next page is asked with; absent or null ends. */
    | { kind: 'cursor'; path: string; parameter: string }
    | { kind: 'offset'; parameter: string; size: number }
    | { kind: 'page'; parameter: string; first: number };
  /** Beside those of paging: `from` and `to` of the period, under the partner's names. */
  fromParameter: string | null;
  toParameter: string | null;
  fields: Record<'id' | 'account' | 'amount' | 'currency' | 'from' | 'to', string> &
    Partial<Record<'accountName' | 'service' | 'description' | 'type' | 'quantity' | 'unit', string>>;
};

/**
 * Pulls a period's charges from a partner's own REST feed and says them as TMF678 applied rates. Fails: FeedError.
 * Example: fields { amount: 'amount.value' } reads { "amount": { "value": "1.20" } }.
 */
export async function* fetchRest(
  request: FeedRequest,
  mapping: RestMapping,
  call: Call,
  pauseMs?: number,
): AsyncGenerator<FeedPage> {
  const asker = new Asker(call, request.access, pauseMs);
  const seen = new Set<string>();
  let received = 0;
  let position: string | null = firstPosition(mapping);
  for (let page = 1; ; page += 1) {
    const { body } = await asker.json(pageUrl(request, mapping, position));
    const items = mapping.items === '' ? body : valueAt(body, mapping.items);
    if (!Array.isArray(items)) {
      throw new FeedError(
        'unexpected_answer',
        `There is no list at "${mapping.items || 'the top'}" of the answer. Check the mapping.`,
      );
    }
    received += items.length;
    if (received > MAX_CHARGES)
      throw new FeedError(
        'too_many_charges',
        `There are more than ${MAX_CHARGES} charges. Send them as a file.`,
      );
    if (items.length > 0) yield { items: items.map((item) => toAppliedRate(item, mapping)), page };
    position = nextPosition(mapping, body, items.length, received, page);
    if (position === null) return;
    if (seen.has(position))
      throw new FeedError('broken_answer', `The feed gave the same page twice (${position.slice(0, 60)}).`);
    seen.add(position);
  }
}

function firstPosition({ paging }: RestMapping): string | null {
  return paging.kind === 'offset' ? '0' : paging.kind === 'page' ? String(paging.first) : null;
}

function nextPosition(
  { paging }: RestMapping,
  body: unknown,
  count: number,
  received: number,
  page: number,
): string | null {
  switch (paging.kind) {
    case 'none':
      return null;
    case 'cursor': {
      const cursor = valueAt(body, paging.path);
      return typeof cursor === 'string' && cursor !== ''
        ? cursor
        : typeof cursor === 'number'
          ? String(cursor)
          : null;
    }
    case 'offset':
      return count < paging.size ? null : String(received);
    case 'page':
      return count === 0 ? null : String(paging.first + page);
  }
}

function pageUrl({ baseUrl, period }: FeedRequest, mapping: RestMapping, position: string | null): string {
  const url = new URL(baseUrl);
  if (mapping.fromParameter !== null) url.searchParams.set(mapping.fromParameter, period.from);
  if (mapping.toParameter !== null) url.searchParams.set(mapping.toParameter, period.to);
  if (position !== null && mapping.paging.kind !== 'none')
    url.searchParams.set(mapping.paging.parameter, position);
  if (mapping.paging.kind === 'offset') url.searchParams.set('limit', String(mapping.paging.size));
  return url.toString();
}

/** A field that is not there stays out, so that the reader names it. */
function toAppliedRate(item: unknown, { fields }: RestMapping): unknown {
  const at = (path: string | undefined) => (path === undefined ? undefined : valueAt(item, path));
  const characteristic = (['quantity', 'unit'] as const).flatMap((name) =>
    at(fields[name]) === undefined ? [] : [{ name, value: at(fields[name]) }],
  );
  return {
    id: at(fields.id),
    type: at(fields.type),
    description: at(fields.description),
    billingAccount: { id: at(fields.account), name: at(fields.accountName) },
    product: { name: at(fields.service) },
    periodCoverage: { startDateTime: at(fields.from), endDateTime: at(fields.to) },
    taxExcludedAmount: { unit: at(fields.currency), value: at(fields.amount) },
    characteristic,
  };
}

function valueAt(value: unknown, path: string): unknown {
  let current = value;
  for (const name of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}
