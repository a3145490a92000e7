import { createHash } from 'node:crypto';
import type { AgreementRow } from '@/lib/db/agreements';

/** What is signed: parties, role, currency, days and terms, in one order, whatever order they were written in. */
export function contentHash(agreement: AgreementRow): string {
  const { payer, partner, version, role, currency, validFrom, validTo } = agreement;
  const terms = agreement.terms
    .map(({ offering, category, kind, basis, terms: rule }) =>
      JSON.stringify([offering?.id ?? null, category, kind, basis, sorted(rule)]),
    )
    .sort();
  const content = [payer.id, partner.id, version, role, currency, validFrom, validTo, terms];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** Objects as lists of pairs in the order of their keys, because jsonb has its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, sorted(each)]);
}
