import {
  type AgreementParty,
  listAgreementParties,
  listTermPlaces,
  type NewTerm,
} from '@/lib/db/agreement-drafts';
import type { Sql } from '@/lib/db/tenant';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { AppError, type ErrorIssue } from '@/lib/errors';
import { readTerm, type TermInput } from '@/lib/services/agreements/read-term';

/** What an agreement says; parties are ids. */
export type AgreementContent = {
  /** The operator's own party, or the reseller above the partner. */
  payerId: string;
  partnerId: string;
  role: 'principal' | 'agent';
  currency: string;
  validFrom: string;
  validTo?: string | null;
  /** In any order: each holds for its offering, its category, or everything else. */
  terms: readonly TermInput[];
};

export type ReadAgreement = Omit<AgreementContent, 'terms' | 'currency' | 'validTo'> & {
  currency: Currency;
  validTo: string | null;
  terms: NewTerm[];
  payer: AgreementParty;
  partner: AgreementParty;
};

/**
 * Checks what an agreement says, as far as it can be judged alone, and gives it as it is stored. Fails with every mistake at once, each at
 * its place: `invalid_term` when only terms are wrong (codes of `parseTerm`, `unknown_offering`, `term_place`, `term_twice`), else
 * `invalid_agreement` (`unknown_payer`, `unknown_partner`, `chain_cycle`, `unknown_currency`).
 */
export async function readAgreement(sql: Sql, content: AgreementContent): Promise<ReadAgreement> {
  const { payerId, partnerId, currency, validTo = null } = content;
  const parties = new Map((await listAgreementParties(sql)).map((party) => [party.id, party]));
  const payer = parties.get(payerId);
  const partner = parties.get(partnerId);
  const issues: ErrorIssue[] = [];
  const report = (code: string, path: string, message: string) => issues.push({ code, path, message });
  if (!payer) report('unknown_payer', 'payer', 'Who pays is the operator or one of its partners.');
  if (partner?.kind !== 'partner')
    report('unknown_partner', 'partner', 'Who receives is one of the partners.');
  if (payerId === partnerId) report('chain_cycle', 'partner', 'A party cannot be paid by itself.');
  if (!isCurrency(currency)) {
    report('unknown_currency', 'currency', `${currency} is not an ISO 4217 currency.`);
    throw refusal(issues);
  }
  const terms = await readTerms(sql, content.terms, currency, issues);
  if (issues.length > 0 || !payer || !partner) throw refusal(issues);
  return { ...content, currency, validTo, terms, payer, partner };
}

async function readTerms(
  sql: Sql,
  inputs: readonly TermInput[],
  currency: Currency,
  issues: ErrorIssue[],
): Promise<NewTerm[]> {
  const offerings = inputs.some(({ offeringId }) => offeringId)
    ? new Set((await listTermPlaces(sql)).map(({ id }) => id))
    : new Set<string>();
  const places = new Set<string>();
  const terms: NewTerm[] = [];
  for (const [index, input] of inputs.entries()) {
    const path = `terms.${index}`;
    const { offeringId = null, category = null } = input;
    const place = offeringId ?? category ?? '';
    const fault = placeFault(offeringId, category, offerings) ?? (places.has(place) ? TWICE : null);
    if (fault) issues.push({ ...fault, path: `${path}.place` });
    places.add(place);
    try {
      terms.push(readTerm(input, currency, path));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      issues.push(...error.issues);
    }
  }
  return terms;
}

const TWICE = { code: 'term_twice', message: 'There is another term for the same: keep one of them.' };

function placeFault(offeringId: string | null, category: string | null, offerings: ReadonlySet<string>) {
  if (offeringId !== null && category !== null) {
    return { code: 'term_place', message: 'A term is for an offering or for a category, not for both.' };
  }
  if (offeringId === null || offerings.has(offeringId)) return null;
  return { code: 'unknown_offering', message: 'There is no such offering.' };
}

function refusal(issues: ErrorIssue[]): AppError {
  return issues.every(({ path }) => path.startsWith('terms.'))
    ? new AppError('invalid', 'invalid_term', 'The settlement term is not valid.', issues)
    : new AppError('invalid', 'invalid_agreement', 'The agreement is not valid.', issues);
}
