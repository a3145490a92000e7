import { least } from '@/lib/domain/settlement/least';

/** A number that a payer wrote, and whose it is. */
export type NamedAccount = {
  by: 'bill' | 'invoice' | 'account';
  number: string;
  accountId: string;
  /** The bill behind it, with what is open of it; of an account none. */
  bill: { id: string; currency: string; openMinor: bigint } | null;
};

/** An open bill of an account that this payer paid for before, or whose customer has its name. */
export type PayersBill = {
  accountId: string;
  by: 'payer_account' | 'payer_name';
  bill: { id: string; openMinor: bigint };
};

export type CreditMatch = {
  accountId: string;
  by: NamedAccount['by'] | PayersBill['by'];
  /** The number it was known by; null when by amount and payer. */
  number: string | null;
  /** Bills that it names or fits, up to what is open of each; null: those due first. */
  allocations: { billId: string; amountMinor: bigint }[] | null;
};

export type NoMatch = { why: 'several_accounts' | 'other_currency' | 'nothing_fits'; numbers: string[] };

/**
 * Whose money it is that came in. What the payer wrote goes first, as long as it says one account: bills before invoices before accounts,
 * and of invoices, whose numbers are a seller's own, those with exactly this much open when several have the number. Without any, an open
 * bill of exactly this amount decides, when one account alone has such a bill and this payer is known for it, by its bank account before
 * its name. Everything else is for a person: money on the wrong account is worse than money that waits.
 */
export function matchCredit(
  credit: { amountMinor: bigint; currency: string },
  named: readonly NamedAccount[],
  payers: readonly PayersBill[],
): CreditMatch | NoMatch {
  const numbers = [...new Set(named.map(({ number }) => number))];
  const fitting = named.filter(({ bill }) => bill === null || bill.currency === credit.currency);
  if (named.length > 0 && fitting.length === 0) return { why: 'other_currency', numbers };
  const meant = oneAccount(fitting, credit.amountMinor);
  if (meant === 'several') return { why: 'several_accounts', numbers };
  if (meant !== null) return byNumber(credit.amountMinor, meant);
  return byAmount(credit.amountMinor, payers, numbers);
}

function oneAccount(named: readonly NamedAccount[], amountMinor: bigint): NamedAccount[] | 'several' | null {
  if (named.length === 0) return null;
  if (accountsOf(named).size === 1) return [...named];
  // Numbers that one seller gives alone are surer than those that any seller may have given.
  const sure = named.filter(({ by }) => by !== 'invoice');
  if (accountsOf(sure).size === 1) return sure;
  if (sure.length > 0) return 'several';
  const exact = named.filter(({ bill }) => bill?.openMinor === amountMinor);
  return accountsOf(exact).size === 1 ? exact : 'several';
}

const accountsOf = (named: readonly { accountId: string }[]): Set<string> =>
  new Set(named.map(({ accountId }) => accountId));

function byNumber(amountMinor: bigint, meant: readonly NamedAccount[]): CreditMatch {
  const order = ['bill', 'invoice', 'account'];
  const [best] = [...meant].sort((a, b) => order.indexOf(a.by) - order.indexOf(b.by));
  const allocations: { billId: string; amountMinor: bigint }[] = [];
  let leftMinor = amountMinor;
  for (const { bill } of meant) {
    if (!bill || bill.openMinor <= 0n || allocations.some(({ billId }) => billId === bill.id)) continue;
    const partMinor = least(bill.openMinor, leftMinor);
    if (partMinor <= 0n) break;
    allocations.push({ billId: bill.id, amountMinor: partMinor });
    leftMinor -= partMinor;
  }
  const { accountId, by, number } = best!;
  return { accountId, by, number, allocations: allocations.length > 0 ? allocations : null };
}

function byAmount(
  amountMinor: bigint,
  payers: readonly PayersBill[],
  numbers: string[],
): CreditMatch | NoMatch {
  for (const by of ['payer_account', 'payer_name'] as const) {
    const exact = payers.filter((payer) => payer.by === by && payer.bill.openMinor === amountMinor);
    const accounts = accountsOf(exact);
    if (accounts.size > 1) return { why: 'several_accounts', numbers };
    if (accounts.size === 0) continue;
    const { accountId, bill } = exact[0]!;
    return { accountId, by, number: null, allocations: [{ billId: bill.id, amountMinor }] };
  }
  return { why: 'nothing_fits', numbers };
}
