import { type DiscountBearer, findAccount, insertDiscount } from '@/lib/db/accounts';
import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { findOperator } from '@/lib/db/operators';
import { findParty } from '@/lib/db/parties';
import { type Sql, withTenant, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { DECIMAL_ONE, type Decimal, formatDecimal, parseDecimal } from '@/lib/domain/money/decimal';
import { parseMoney } from '@/lib/domain/money/money';
import { invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type DiscountInput = {
  billingAccountId: string;
  name: string;
  /** Per cent of the lines it covers, above 0 and up to 100. Give this or `amount`. */
  percent?: string;
  /** In the account's currency, per bill. */
  amount?: string;
  /** Only that supplier's lines; null is all lines. */
  supplierId?: string | null;
  validFrom: string;
  validTo?: string | null;
  /**
   * Who bears it. The parties of each line that it lowers (`shared`, left out), the operator alone, or parties by agreed percentages: of
   * the whole discount, whatever lines it lowers.
   */
  borneBy?: 'shared' | 'operator' | 'agreed';
  /** Of `agreed`: `operator`, or a partner's id or short name; per cent with up to four decimals. */
  bearers?: readonly { party: string; percent: string }[];
};

/**
 * A pre-tax discount on an account's bills. Fails: `not_found`, `one_of_percent_and_amount`, `invalid_percent`, `invalid_amount`,
 * `unknown_supplier`, `invalid_period`, `unknown_bearer`, `repeated_bearer`, `bearers_not_whole`, `bearers_not_asked`.
 */
export async function createDiscount(ctx: ServiceContext, input: DiscountInput): Promise<{ id: string }> {
  authorise(ctx, 'account.manage');
  const scope = scopeOf(ctx.actor);
  const account = await withTenantSql(scope, (sql) => findAccount(sql, input.billingAccountId));
  if (!account) throw notFound('The account');
  const value = readValue(input, account.currency);
  const { name, validFrom, validTo = null, borneBy = 'shared' } = input;
  if (validTo !== null && validTo <= validFrom) {
    throw invalid('invalid_period', 'validTo', 'The discount ends on a day after its first.');
  }
  const { supplierId, bearers } = await withTenantSql(scope, async (sql) => ({
    supplierId: await supplierOf(sql, input.supplierId ?? null),
    bearers: await bearersOf(sql, borneBy, input.bearers ?? []),
  }));
  const discount = { id: newId(), name, ...value, supplierId, validFrom, validTo, borneBy, bearers };
  await withTenant(scope, async (tx) => {
    await insertDiscount(tx, ctx.actor.operatorId, account.id, discount);
    await appendAudit(tx, ctx.actor, {
      action: 'discount.created',
      entityType: 'account_discount',
      entityId: discount.id,
      after: { ...discount, amountMinor: value.amountMinor?.toString() ?? null },
    });
  });
  return { id: discount.id };
}

/** By id or short name; the operator's own id is a supplier's too. */
async function supplierOf(sql: Sql, idOrSlug: string | null): Promise<string | null> {
  if (idOrSlug === null) return null;
  const id = await partyOf(sql, idOrSlug);
  if (id === null) throw invalid('unknown_supplier', 'supplierId', 'There is no such supplier.');
  return id;
}

async function bearersOf(
  sql: Sql,
  borneBy: NonNullable<DiscountInput['borneBy']>,
  asked: readonly { party: string; percent: string }[],
): Promise<DiscountBearer[] | null> {
  if (borneBy !== 'agreed') {
    if (asked.length === 0) return null;
    throw invalid(
      'bearers_not_asked',
      'bearers',
      'Parts are named only of a discount that is borne as agreed.',
    );
  }
  const bearers: DiscountBearer[] = [];
  let sum = 0n;
  for (const [i, { party, percent }] of asked.entries()) {
    const partyId = await partyOf(sql, party);
    if (partyId === null) {
      const message = `There is no party "${party.slice(0, 60)}". Name the operator, or a partner by its short name.`;
      throw invalid('unknown_bearer', `bearers.${i}.party`, message);
    }
    if (bearers.some((bearer) => bearer.partyId === partyId)) {
      throw invalid('repeated_bearer', `bearers.${i}.party`, 'The party is there twice. Give it one part.');
    }
    const value = parseDecimal(percent);
    if (value === null || value <= 0n || value % PART_DIGITS !== 0n) {
      const message = 'A part is above 0 and has at most four decimals, as 33.3333.';
      throw invalid('invalid_percent', `bearers.${i}.percent`, message);
    }
    sum += value;
    bearers.push({ partyId, percent: formatDecimal(value) });
  }
  if (sum !== 100n * DECIMAL_ONE) {
    const message = `The parts come to ${formatDecimal(sum as Decimal)} %. Together they are 100 %.`;
    throw invalid('bearers_not_whole', 'bearers', message);
  }
  return bearers;
}

/** Parts per million: four decimals of a percentage. */
const PART_DIGITS = DECIMAL_ONE / 10_000n;

async function partyOf(sql: Sql, name: string): Promise<string | null> {
  const partner = await findParty(sql, 'partner', name);
  if (partner) return partner.id;
  const operator = await findOperator(sql);
  return operator && (name === 'operator' || name === operator.partyId) ? operator.partyId : null;
}

function readValue(
  { percent, amount }: DiscountInput,
  currency: string,
): { percent: string | null; amountMinor: bigint | null } {
  if ((percent === undefined) === (amount === undefined)) {
    throw invalid(
      'one_of_percent_and_amount',
      'percent',
      'A discount is a percentage or an amount, one of them.',
    );
  }
  if (percent !== undefined) {
    const value = parseDecimal(percent);
    if (value === null || value <= 0n || value > 100n * DECIMAL_ONE) {
      throw invalid('invalid_percent', 'percent', 'A percentage is above 0 and at most 100.');
    }
    return { percent, amountMinor: null };
  }
  const money = isCurrency(currency) ? parseMoney(amount!, currency) : null;
  if (money === null || money.amountMinor <= 0n) {
    throw invalid('invalid_amount', 'amount', `An amount is above 0 and has the decimals of ${currency}.`);
  }
  return { percent: null, amountMinor: money.amountMinor };
}
