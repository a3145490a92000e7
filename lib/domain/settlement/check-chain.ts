import type { Currency } from '@/lib/domain/money/currency';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import { covers, type Validity } from '@/lib/domain/settlement/in-force';
import { type ChainLink, namesAmounts, type Term } from '@/lib/domain/settlement/terms';
import { validateChain } from '@/lib/domain/settlement/validate-chain';

/** A place of an offering's chain: the agreement that pays for it, and the term that holds there. */
export type ChainPlace = Validity & {
  payerId: string;
  partnerId: string;
  isSigned: boolean;
  currency: Currency;
  term: Term | null;
};

/**
 * What is wrong with an offering's chain from a day on: a place that is not paid by the party of the place above (`chain_broken`), an
 * agreement that is not signed (`not_signed`) or not valid on that day (`not_in_force`), no term (`missing_term`), amounts in two
 * currencies (`term_currency_mismatch`), a supplier that is not the first (`chain_without_supplier`), and what `validateChain` finds.
 * Paths are `chain.0` and so on.
 */
export function checkChain(
  { operatorId, supplierId, from }: { operatorId: string; supplierId: string; from: string },
  places: readonly ChainPlace[],
): Issue[] {
  const issues: Issue[] = [];
  const report = (index: number, code: string, message: string) =>
    issues.push(errorIssue(code, `chain.${index}`, message));
  let above = operatorId;
  let currency: Currency | null = null;
  for (const [index, place] of places.entries()) {
    if (place.payerId !== above) {
      report(index, 'chain_broken', index === 0 ? FIRST_IS_PAID_BY_OPERATOR : PAID_BY_THE_ONE_ABOVE);
    }
    above = place.partnerId;
    if (!place.isSigned) report(index, 'not_signed', 'This agreement is not signed yet.');
    else if (!covers(place, from)) {
      report(index, 'not_in_force', `This agreement is not valid on ${from}.`);
    }
    if (place.term === null) {
      report(index, 'missing_term', 'The agreement has no settlement term for this offering: add one.');
    } else if (namesAmounts(place.term)) {
      if (currency !== null && currency !== place.currency) {
        report(
          index,
          'term_currency_mismatch',
          `The chain names amounts in ${currency} and in ${place.currency}.`,
        );
      }
      currency = place.currency;
    }
  }
  if (places.length > 0 && places[0]!.partnerId !== supplierId) {
    report(
      0,
      'chain_without_supplier',
      'The first place is the supplier’s, in whose section of the bill it is.',
    );
  }
  return [...issues, ...validateChain(operatorId, linksOf(places))];
}

const FIRST_IS_PAID_BY_OPERATOR = 'The first place is paid by the operator.';
const PAID_BY_THE_ONE_ABOVE = 'Each place is paid by the party of the place above it.';

function linksOf(places: readonly ChainPlace[]): ChainLink[] {
  return places.flatMap(({ partnerId, term }) => (term === null ? [] : [{ partyId: partnerId, term }]));
}
