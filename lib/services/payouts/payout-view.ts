import { listObjections, type ObjectionRow } from '@/lib/db/payout-objections';
import {
  findPayout,
  listPayoutRates,
  listPayoutSums,
  type PayoutDocument,
  type PayoutRow,
  type PayoutSumRow,
} from '@/lib/db/payouts';
import type { Sql } from '@/lib/db/tenant';
import { type Actor, actorId } from '@/lib/domain/access/actor';
import { type Currency, currency as currencyOf } from '@/lib/domain/money/currency';
import { formatScaled } from '@/lib/domain/money/decimal';
import { formatMinor } from '@/lib/domain/money/money';
import { PAYOUT_CAUSES, type PayoutCause, payoutCauseOf } from '@/lib/domain/settlement/payout-cause';
import type { PayoutState } from '@/lib/domain/settlement/payout-state';
import { notFound } from '@/lib/errors';

/** A payout in a list. Amounts are decimal strings in its currency. */
export type PayoutHead = {
  id: string;
  run: string;
  number: string | null;
  partner: { id: string; slug: string; name: string };
  state: PayoutState;
  through: string;
  currency: string;
  /** What is paid. */
  amount: string;
  /** What the statement found, before fee, reserve and tax. */
  balance: string;
  /** What it leaves to the next one. */
  carried: string;
  issues: PayoutRow['issues'];
  openObjections: number;
  /** Null for partners. */
  approvedBy: string | null;
  approvedAt: string | null;
  sentAt: string | null;
  settledOn: string | null;
  createdAt: string;
};

/** A group of a payout's rows: why, how many, and how much. Own rows are single. */
export type PayoutGroupView = {
  cause: PayoutCause | OwnCause;
  rows: string;
  amount: string;
  /** What it was before it was converted, by currency; empty where nothing was. */
  converted: { currency: string; amount: string; payoutAmount: string }[];
};

export type PayoutStepView = {
  step: PayoutCause | OwnCause;
  amount: string;
  after: string;
  of?: string;
  fixed?: string;
  /** A ratio: "0.05" is 5 %. */
  rate?: string;
  days?: number;
  minimum?: string;
  payable?: string;
};

export type OwnCause = 'fee' | 'reserve' | 'tax' | 'carried';

export type PayoutView = PayoutHead & {
  groups: PayoutGroupView[];
  /** How the amount came about, and the sum after each step. */
  steps: PayoutStepView[];
  rates: {
    currency: string;
    rate: string;
    source: string;
    validOn: string;
    amount: string;
    payoutAmount: string;
  }[];
  /** How the partner is paid, as it holds on the statement's day; amounts in the payout's currency. */
  conditions: {
    /** From when the latest change of them holds; null: as signed. */
    since: string | null;
    minimum: string;
    fee: string;
    feePercent: string;
    reservePercent: string;
    reserveDays: number;
  };
  /** The partner's supply that this document taxes. */
  taxable: string;
  reserveUntil: string | null;
  /** The reader prepared or changed it: somebody else approves it. */
  preparedByReader: boolean;
  document: PayoutDocument | null;
  contentHash: string | null;
  file: string | null;
  bankReasonCode: string | null;
  bankReason: string | null;
  rows: string;
  objections: ObjectionRow[];
};

export async function readPayoutView(sql: Sql, payoutId: string, reader: Actor): Promise<PayoutView> {
  const payout = await findPayout(sql, payoutId);
  if (!payout) throw notFound('The payout');
  const currency = currencyOf(payout.currency);
  const rates = await listPayoutRates(sql, [payoutId]);
  return {
    ...headOf(payout, reader),
    groups: groupsOf(payout, await listPayoutSums(sql, payoutId)),
    steps: payout.steps.map((step) => stepView(step, currency)),
    rates: rates.map(({ payoutId: _, currency: from, amountMinor, payoutMinor, ...rate }) => ({
      ...rate,
      currency: from,
      amount: formatMinor(amountMinor, currencyOf(from)),
      payoutAmount: formatMinor(payoutMinor, currency),
    })),
    conditions: conditionsView(payout, currency),
    taxable: formatMinor(payout.taxableMinor, currency),
    reserveUntil: payout.reserveUntilOn,
    preparedByReader: payout.preparedByIds.includes(actorId(reader)),
    document: payout.document,
    contentHash: payout.contentHash?.toString('hex') ?? null,
    file: payout.fileId,
    bankReasonCode: payout.bankReasonCode,
    bankReason: payout.bankReason,
    rows: String(payout.entries),
    objections: (await listObjections(sql, payoutId)).map((objection) => ({
      ...objection,
      answeredBy: ownPerson(reader, objection.answeredBy),
    })),
  };
}

function conditionsView({ conditions }: PayoutRow, currency: Currency): PayoutView['conditions'] {
  const { minimumMinor, feeMinor, feePpm, reservePpm, reserveDays, since = null } = conditions;
  return {
    since,
    minimum: formatMinor(BigInt(minimumMinor), currency),
    fee: formatMinor(BigInt(feeMinor), currency),
    feePercent: formatScaled(BigInt(feePpm), 4),
    reservePercent: formatScaled(BigInt(reservePpm), 4),
    reserveDays,
  };
}

/** Of the operator's people its partners are told nothing: every side is named by its house, as in a dispute. */
const ownPerson = (reader: Actor, name: string | null): string | null =>
  reader.audience === 'operator' ? name : null;

export function headOf(payout: PayoutRow, reader: Actor): PayoutHead {
  const amount = (amountMinor: bigint) => formatMinor(amountMinor, currencyOf(payout.currency));
  return {
    id: payout.id,
    run: payout.runId,
    number: payout.number,
    partner: payout.party,
    state: payout.state,
    through: payout.throughOn,
    currency: payout.currency,
    amount: amount(payout.amountMinor),
    balance: amount(payout.balanceMinor),
    carried: amount(payout.carriedMinor),
    issues: payout.issues,
    openObjections: payout.openObjections,
    approvedBy: ownPerson(reader, payout.approvedBy),
    approvedAt: payout.approvedAt,
    sentAt: payout.sentAt,
    settledOn: payout.settledOn,
    createdAt: payout.createdAt,
  };
}

function groupsOf(payout: PayoutRow, sums: readonly PayoutSumRow[]): PayoutGroupView[] {
  const currency = currencyOf(payout.currency);
  const groups = PAYOUT_CAUSES.flatMap((cause): PayoutGroupView[] => {
    const of = sums.filter(({ event }) => payoutCauseOf(event) === cause);
    if (of.length === 0) return [];
    const converted = of.filter((sum) => sum.currency !== payout.currency);
    return [
      {
        cause,
        rows: String(of.reduce((count, { entries }) => count + entries, 0n)),
        amount: formatMinor(
          of.reduce((sum, { payoutMinor }) => sum + payoutMinor, 0n),
          currency,
        ),
        converted: converted.map((sum) => ({
          currency: sum.currency,
          amount: formatMinor(sum.amountMinor, currencyOf(sum.currency)),
          payoutAmount: formatMinor(sum.payoutMinor, currency),
        })),
      },
    ];
  });
  const own: [OwnCause, bigint][] = [
    ['fee', -payout.feeMinor],
    ['reserve', -payout.reserveMinor],
    ['tax', payout.taxMinor],
    ['carried', -payout.carriedMinor],
  ];
  for (const [cause, amountMinor] of own) {
    if (amountMinor === 0n) continue;
    groups.push({ cause, rows: '1', amount: formatMinor(amountMinor, currency), converted: [] });
  }
  return groups;
}

/** A stored step (bigints as text) in decimals. */
function stepView(
  { step, days, ratePpm, ...minor }: PayoutRow['steps'][number],
  currency: Currency,
): PayoutStepView {
  const named = Object.entries(minor).map(([name, value]) => [
    name.replace(/Minor$/, ''),
    formatMinor(BigInt(String(value)), currency),
  ]);
  return {
    ...{ step: step as PayoutStepView['step'], amount: '', after: '', ...Object.fromEntries(named) },
    ...(days !== undefined && { days: Number(days) }),
    ...(ratePpm !== undefined && { rate: String(Number(ratePpm) / 1_000_000) }),
  };
}
