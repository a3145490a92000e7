import type { NewTerm } from '@/lib/db/agreements';
import { newId } from '@/lib/db/id';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { parseTerm, serializeTerm } from '@/lib/domain/settlement/parse-term';
import { AppError, invalid } from '@/lib/errors';

/** A settlement term as people and programs write it; `terms` as `parseTerm` says, by kind. */
export type TermInput = {
  offeringId?: string | null;
  kind: string;
  basis?: string;
  terms: Record<string, unknown>;
};

/** Checks a term and gives it as it is stored: normalised, so that it reads back the same. Fails: `invalid_term`. */
export function readTerm(input: TermInput, currency: Currency, path: string): NewTerm {
  const { kind, basis = 'billed', terms, offeringId = null } = input;
  const id = newId();
  const parsed = parseTerm({ termId: id, kind, basis, terms }, currency, `${path}.terms`);
  if (!parsed.ok) {
    const message = 'The settlement term is not valid.';
    throw new AppError('invalid', 'invalid_term', message, parsed.issues);
  }
  const stored = serializeTerm(parsed.value, currency) as NewTerm['terms'];
  return { id, offeringId, kind, basis, terms: stored };
}

export function requireAgreementCurrency(text: string): Currency {
  if (isCurrency(text)) return text;
  throw invalid('unknown_currency', 'currency', `${text} is not an ISO 4217 currency.`);
}
