import type { NewTerm } from '@/lib/db/agreement-drafts';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { parseTerm, serializeTerm } from '@/lib/domain/settlement/parse-term';
import { AppError, invalid } from '@/lib/errors';

/** A settlement term as people and programs write it; `terms` as `parseTerm` says, by kind. */
export type TermInput = {
  /** For one offering, or for one category; neither: for everything else. */
  offeringId?: string | null;
  category?: string | null;
  kind: string;
  basis?: string;
  terms: Record<string, unknown>;
};

/** Checks a term and gives it as it is stored: normalised, so that it reads back the same. Fails: `invalid_term`. */
export function readTerm(input: TermInput, currency: Currency, path: string): NewTerm {
  const { kind, basis = 'billed', terms, offeringId = null, category = null } = input;
  const parsed = parseTerm({ termId: path, kind, basis, terms }, currency, `${path}.terms`);
  if (!parsed.ok) {
    const message = 'The settlement term is not valid.';
    const issues = parsed.issues.map((issue) =>
      issue.path.startsWith(path) ? issue : { ...issue, path: `${path}.${issue.path}` },
    );
    throw new AppError('invalid', 'invalid_term', message, issues);
  }
  return { offeringId, category, kind, basis, terms: serializeTerm(parsed.value, currency) };
}

export function requireAgreementCurrency(text: string): Currency {
  if (isCurrency(text)) return text;
  throw invalid('unknown_currency', 'currency', `${text} is not an ISO 4217 currency.`);
}
