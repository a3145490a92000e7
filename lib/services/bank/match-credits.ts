import type { EntryToMatch } from '@/lib/db/bank-entries';
import { findNamed, findPayersBills } from '@/lib/db/bank-matching';
import type { Sql } from '@/lib/db/tenant';
import { bankReferences } from '@/lib/domain/settlement/bank-references';
import { type CreditMatch, matchCredit, type NoMatch } from '@/lib/domain/settlement/match-credit';
import { isReturn } from '@/lib/services/bank/settle-debit';

/** An entry by which money came in, whose it is, and what that was decided by. */
export type MatchedCredit = {
  entry: EntryToMatch;
  match: CreditMatch | NoMatch | typeof CAME_BACK;
  /** Accounts and payers that were looked at: when one of them changes, it may be decided in another way. */
  looksAt: readonly string[];
  /** Those that its payment changes. */
  changes: readonly string[];
};

/** Whose money entries are, each as if it came alone; two reads for all of them. */
export async function matchCredits(sql: Sql, entries: readonly EntryToMatch[]): Promise<MatchedCredit[]> {
  // What came back of the operator's own payments pays no bill, whatever is written on it.
  const numbers = entries.map((entry) => (isReturn(entry) ? [] : numbersOf(entry)));
  const named = new Map<string, Awaited<ReturnType<typeof findNamed>>>();
  for (const one of await findNamed(sql, [...new Set(numbers.flat())])) {
    const key = one.number.toUpperCase();
    named.set(key, [...(named.get(key) ?? []), one]);
  }
  const namedBy = numbers.map((list) => list.flatMap((number) => named.get(number) ?? []));
  const payers = await findPayersBills(
    sql,
    entries.map((entry, n) => {
      const isNamed = namedBy[n]!.length > 0 || isReturn(entry);
      return {
        ...{ account: isNamed ? null : entry.payerAccount, name: isNamed ? null : entry.payerName },
        ...{ amountMinor: entry.amountMinor!, currency: entry.currency! },
      };
    }),
  );
  return entries.map((entry, n) => {
    const [ofNumbers, ofPayer] = [namedBy[n]!, payers[n]!];
    const money = { amountMinor: entry.amountMinor!, currency: entry.currency! };
    const match = isReturn(entry) ? CAME_BACK : matchCredit(money, ofNumbers, ofPayer);
    const accounts = [...ofNumbers, ...ofPayer].map(({ accountId }) => accountId);
    const payer = payerKeys(entry);
    return {
      ...{ entry, match, looksAt: ofNumbers.length > 0 ? accounts : [...accounts, ...payer] },
      changes: 'why' in match ? [] : [match.accountId, ...payer],
    };
  });
}

const CAME_BACK = { why: 'return_of_unknown', numbers: [] } as const;

/** Who paid is known for an account from then on. */
const payerKeys = ({ payerAccount, payerName }: EntryToMatch): string[] => [
  ...(payerAccount === null ? [] : [`account ${payerAccount}`]),
  ...(payerName === null ? [] : [`name ${payerName.toLowerCase()}`]),
];

/**
 * Those that are decided alike whether they go together or one after the other, and what has to wait for them; both in their order.
 * Whoever looks at what another before it changes waits, and with it whoever looks at what it may change.
 */
export function apart(matched: readonly MatchedCredit[]): { now: MatchedCredit[]; later: MatchedCredit[] } {
  const changed = new Set<string>();
  const [now, later]: MatchedCredit[][] = [[], []];
  for (const one of matched) {
    const waits = one.looksAt.some((key) => changed.has(key));
    (waits ? later : now)!.push(one);
    for (const key of waits ? [...one.looksAt, ...payerKeys(one.entry)] : one.changes) changed.add(key);
  }
  return { now: now!, later: later! };
}

/** Every number that the payer may have meant. */
export const numbersOf = ({
  references,
  remittance,
  endToEndId,
}: Pick<EntryToMatch, 'references' | 'remittance' | 'endToEndId'>) =>
  bankReferences([...references, remittance, endToEndId]);
