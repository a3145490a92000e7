import type { Currency } from '@/lib/domain/money/currency';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import { arrangeChain, linksOf } from '@/lib/domain/settlement/arrange-chain';
import { covers, type Validity } from '@/lib/domain/settlement/in-force';
import { namesAmounts, type Term } from '@/lib/domain/settlement/terms';
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
 * What is wrong with an offering's chain from a day on, its places in any order: a place whose payer is neither the operator nor in the
 * chain (`chain_broken`), an agreement that is not signed (`not_signed`) or not valid on that day (`not_in_force`), no term
 * (`missing_term`), amounts in two currencies (`term_currency_mismatch`), a supplier whom the operator does not pay
 * (`chain_without_supplier`), and what `validateChain` finds. Paths are `chain.0` and so on, as the places were given.
 */
export function checkChain(
  { operatorId, supplierId, from }: { operatorId: string; supplierId: string; from: string },
  places: readonly ChainPlace[],
): Issue[] {
  const issues: Issue[] = [];
  const report = (index: number, code: string, message: string) =>
    issues.push(errorIssue(code, `chain.${index}`, message));
  const arranged = arrangeChain(
    operatorId,
    places.map((place, given) => ({ ...place, given })),
  );
  const reached = new Set(arranged.map(({ place }) => place.given));
  let currency: Currency | null = null;
  for (const [index, place] of places.entries()) {
    if (!reached.has(index)) report(index, 'chain_broken', PAID_BY_NOBODY);
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
  const isSuppliers = ({ payerId, partnerId }: ChainPlace) =>
    payerId === operatorId && partnerId === supplierId;
  if (places.length > 0 && !places.some(isSuppliers)) report(0, 'chain_without_supplier', NO_SUPPLIER);
  const links = linksOf(
    arranged,
    ({ partnerId, term, given }) => term && { partyId: partnerId, term, given },
  );
  const placeOf = (index: number) => `chain.${links[index]!.given}`;
  return [...issues, ...validateChain(operatorId, links, placeOf)];
}

const PAID_BY_NOBODY = 'Its payer is neither the operator nor a party of the chain.';
const NO_SUPPLIER = 'The operator pays the supplier, in whose section of the bill it is: add its place.';
