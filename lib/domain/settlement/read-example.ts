import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { type Decimal, parseDecimal } from '@/lib/domain/money/decimal';
import { errorIssue, fail, type Issue, ok, type Result } from '@/lib/domain/money/issue';
import { parseMoney } from '@/lib/domain/money/money';
import { arrangeChain, linksOf } from '@/lib/domain/settlement/arrange-chain';
import { type ExampleShare, exampleSplit } from '@/lib/domain/settlement/example-split';
import { parseTerm } from '@/lib/domain/settlement/parse-term';
import type { ChainLink, Term } from '@/lib/domain/settlement/terms';
import { validateChain } from '@/lib/domain/settlement/validate-chain';

/** An example as people and programs write it: amounts in major units, decimal text everywhere. */
export type ExampleSource = {
  currency: string;
  amount: string;
  quantity: string;
  paidPercent: string;
  soldBefore: string;
  operatorId: string;
  chain: readonly ExamplePlace[];
};

export type ExamplePlace = {
  partyId: string;
  /** Who pays it; left out: the one before it, and the operator the first. */
  payerId?: string | undefined;
  kind: string;
  basis: string;
  terms: unknown;
};

/**
 * Reads an example and says who gets what of it. Fails with every mistake at once, with the codes of `parseTerm` and `validateChain` at
 * `chain.0.terms.ratePercent`, `chain_broken` where nobody of the chain pays, and `unknown_currency`, `invalid_amount`, `invalid_quantity`, `invalid_percent` at its own fields.
 */
export function readExample(source: ExampleSource): Result<{ currency: Currency; shares: ExampleShare[] }> {
  const { currency } = source;
  if (!isCurrency(currency)) {
    return fail(errorIssue('unknown_currency', 'currency', `${currency} is not an ISO 4217 currency.`));
  }
  const issues: Issue[] = [];
  const amount = (field: 'amount' | 'soldBefore'): bigint => {
    const money = parseMoney(source[field], currency);
    if (!money) issues.push(errorIssue('invalid_amount', field, `Write an amount in ${currency}.`));
    return money?.amountMinor ?? 0n;
  };
  const [amountMinor, beforeMinor] = [amount('amount'), amount('soldBefore')];
  const quantity = parseDecimal(source.quantity);
  if (quantity === null) issues.push(errorIssue('invalid_quantity', 'quantity', 'Write a number of units.'));
  const paid = parseDecimal(source.paidPercent);
  if (paid === null || paid < 0n || paid > HUNDRED) {
    issues.push(errorIssue('invalid_percent', 'paidPercent', 'Write a percentage, 0 to 100.'));
  }
  const { operatorId } = source;
  const links = readLinks(source.chain, operatorId, currency, issues);
  if (issues.length === 0) {
    const places = links.map(({ index }) => `chain.${index}`);
    issues.push(...validateChain(operatorId, links, (index) => places[index]!));
  }
  if (issues.length > 0 || paid === null) return fail(issues);
  const paidPpm = paid / PPM_UNIT;
  const bill = { amountMinor, currency, quantity, paidPpm, beforeMinor };
  const shares = exampleSplit({ ...bill, operatorId, chain: links });
  return ok({ currency, shares });
}

const HUNDRED = 100n * 10n ** 15n;
/** A per cent in parts per million, of a decimal's fifteen places. */
const PPM_UNIT = (10n ** 11n) as Decimal;

function readLinks(
  chain: ExampleSource['chain'],
  operatorId: string,
  currency: Currency,
  issues: Issue[],
): (ChainLink & { index: number })[] {
  const places = chain.map(({ payerId, partyId, ...rest }, index) => ({
    ...{ payerId: payerId ?? chain[index - 1]?.partyId ?? operatorId, partnerId: partyId, index },
    term: readTerm(rest, `chain.${index}`, currency, issues),
  }));
  const arranged = arrangeChain(operatorId, places);
  const reached = new Set(arranged.map(({ place }) => place.index));
  for (const { index } of places) {
    if (reached.has(index)) continue;
    const message = 'Its payer is neither the operator nor a party of the chain.';
    issues.push(errorIssue('chain_broken', `chain.${index}.payer`, message));
  }
  return linksOf(arranged, ({ partnerId, term, index }) => term && { partyId: partnerId, term, index });
}

function readTerm(
  { kind, basis, terms }: Pick<ExamplePlace, 'kind' | 'basis' | 'terms'>,
  place: string,
  currency: Currency,
  issues: Issue[],
): Term | null {
  const parsed = parseTerm({ termId: place, kind, basis, terms }, currency, `${place}.terms`);
  if (parsed.ok) return parsed.value;
  for (const issue of parsed.issues) {
    issues.push(issue.path.startsWith(place) ? issue : { ...issue, path: `${place}.${issue.path}` });
  }
  return null;
}
