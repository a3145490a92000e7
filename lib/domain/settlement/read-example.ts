import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { type Decimal, parseDecimal } from '@/lib/domain/money/decimal';
import { errorIssue, fail, type Issue, ok, type Result } from '@/lib/domain/money/issue';
import { parseMoney } from '@/lib/domain/money/money';
import { type ExampleShare, exampleSplit } from '@/lib/domain/settlement/example-split';
import { parseTerm } from '@/lib/domain/settlement/parse-term';
import type { ChainLink } from '@/lib/domain/settlement/terms';
import { validateChain } from '@/lib/domain/settlement/validate-chain';

/** An example as people and programs write it: amounts in major units, decimal text everywhere. */
export type ExampleSource = {
  currency: string;
  amount: string;
  quantity: string;
  paidPercent: string;
  soldBefore: string;
  operatorId: string;
  chain: readonly { partyId: string; kind: string; basis: string; terms: unknown }[];
};

/**
 * Reads an example and says who gets what of it. Fails with every mistake at once, with the codes of `parseTerm` and `validateChain` at
 * `chain.0.terms.ratePercent`, and `unknown_currency`, `invalid_amount`, `invalid_quantity`, `invalid_percent` at its own fields.
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
  const chain = readLinks(source.chain, currency, issues);
  if (issues.length === 0) issues.push(...validateChain(source.operatorId, chain));
  if (issues.length > 0 || paid === null) return fail(issues);
  const paidPpm = paid / PPM_UNIT;
  const { operatorId } = source;
  const shares = exampleSplit({ amountMinor, currency, quantity, paidPpm, beforeMinor, operatorId, chain });
  return ok({ currency, shares });
}

const HUNDRED = 100n * 10n ** 15n;
/** A per cent in parts per million, of a decimal's fifteen places. */
const PPM_UNIT = (10n ** 11n) as Decimal;

function readLinks(chain: ExampleSource['chain'], currency: Currency, issues: Issue[]): ChainLink[] {
  return chain.flatMap(({ partyId, kind, basis, terms }, index) => {
    const place = `chain.${index}`;
    const parsed = parseTerm({ termId: place, kind, basis, terms }, currency, `${place}.terms`);
    if (parsed.ok) return [{ partyId, term: parsed.value }];
    for (const issue of parsed.issues) {
      issues.push(issue.path.startsWith(place) ? issue : { ...issue, path: `${place}.${issue.path}` });
    }
    return [];
  });
}
