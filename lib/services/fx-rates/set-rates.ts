import { appendAudit } from '@/lib/db/audit';
import { lockRatesOf, type NewRate, saveRates } from '@/lib/db/fx-rates';
import { appendEvent } from '@/lib/db/outbox';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { KnownRate } from '@/lib/domain/money/choose-rate';
import { isCurrency } from '@/lib/domain/money/currency';
import { formatDecimal, parseDecimal } from '@/lib/domain/money/decimal';
import { addDays, civilDate, parseCivilDate } from '@/lib/domain/period/civil-date';
import { AppError, type ErrorIssue } from '@/lib/errors';
import { ECB, readEcbRates } from '@/lib/integrations/fx-rates/read-ecb';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';

export type RateInput = { base: string; quote: string; validOn: string; rate: string; source: string };

export type SetRates = {
  created: number;
  changed: number;
  unchanged: number;
  /** Rates of a file that stay as somebody set them by hand. */
  kept: number;
};

/**
 * Sets rates by hand, all or none; one of the same pair and day is replaced, and the audit has what it was. What is converted already stays.
 * Fails: `unknown_currency`, `same_currency`, `bad_rate`, `bad_rate_date`, `rate_of_future`, `repeated_rate`, each with its place.
 */
export async function setRates(ctx: ServiceContext, inputs: readonly RateInput[]): Promise<SetRates> {
  authorise(ctx, 'fx-rate.manage');
  return save(ctx, checked(inputs, ctx.now), () => true);
}

/**
 * Takes the rates of a file of the European Central Bank. A rate that somebody set by hand for such a day goes before it and is kept.
 * Fails: as `readEcbRates`.
 */
export async function importEcbRates(ctx: ServiceContext, bytes: Buffer): Promise<SetRates> {
  authorise(ctx, 'fx-rate.manage');
  // A file that says a day twice means what it says last.
  const rates = new Map(readEcbRates(bytes).map((rate) => [keyOf(rate), { ...rate, source: ECB }]));
  return save(ctx, [...rates.values()], (before) => before.source === ECB);
}

function checked(inputs: readonly RateInput[], now: string): NewRate[] {
  const issues: ErrorIssue[] = [];
  const seen = new Set<string>();
  const rates = inputs.flatMap((input, i): NewRate[] => {
    const found = faultOf(input, now) ?? (seen.has(keyOf(input)) ? REPEATED : null);
    seen.add(keyOf(input));
    if (found) issues.push({ ...found, path: `rates.${i}.${found.path}` });
    const rate = parseDecimal(input.rate);
    return found || rate === null ? [] : [{ ...input, rate }];
  });
  if (issues.length > 0) throw new AppError('invalid', issues[0]!.code, issues[0]!.message, issues);
  return rates;
}

function faultOf({ base, quote, validOn, rate }: RateInput, now: string): ErrorIssue | null {
  const unknown = !isCurrency(base) ? 'base' : !isCurrency(quote) ? 'quote' : null;
  if (unknown) return issue('unknown_currency', unknown, 'This is no currency code, like EUR.');
  if (base === quote) return issue('same_currency', 'quote', 'A rate is between two different currencies.');
  const value = parseDecimal(rate);
  if (value === null || value <= 0n) return issue('bad_rate', 'rate', 'A rate is a number above zero.');
  const day = parseCivilDate(validOn);
  if (day === null) return issue('bad_rate_date', 'validOn', 'This is no day (YYYY-MM-DD).');
  // It is already tomorrow somewhere.
  if (day > addDays(civilDate(now.slice(0, 10)), 1)) {
    return issue('rate_of_future', 'validOn', 'Nobody knows the rate of a day to come.');
  }
  return null;
}

const issue = (code: string, path: string, message: string): ErrorIssue => ({ code, path, message });

const REPEATED = issue('repeated_rate', 'rate', 'This pair has a rate on that day in the list already.');

const keyOf = ({ base, quote, validOn }: Pick<NewRate, 'base' | 'quote' | 'validOn'>) =>
  `${base}/${quote} ${validOn}`;

async function save(
  ctx: ServiceContext,
  rates: readonly NewRate[],
  mayReplace: (before: KnownRate) => boolean,
): Promise<SetRates> {
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const before = new Map((await lockRatesOf(sql, rates)).map((rate) => [keyOf(rate), rate]));
    const created = rates.filter((rate) => !before.has(keyOf(rate)));
    const differing = rates.filter((rate) => {
      const known = before.get(keyOf(rate));
      return known !== undefined && (known.rate !== rate.rate || known.source !== rate.source);
    });
    const changed = differing.filter((rate) => mayReplace(before.get(keyOf(rate))!));
    const counts = {
      ...{ created: created.length, changed: changed.length },
      unchanged: rates.length - created.length - differing.length,
      kept: differing.length - changed.length,
    };
    if (created.length + changed.length === 0) return counts;
    await saveRates(sql, operatorId, [...created, ...changed], actorName(ctx.actor));
    const entity = { entityType: 'operator', entityId: operatorId };
    await appendAudit(sql, ctx.actor, {
      ...{ action: 'fx-rate.set', ...entity },
      before: changed.map((rate) => inWords(before.get(keyOf(rate))!)),
      after: [...changed, ...created].slice(0, AUDITED).map(inWords),
    });
    await appendEvent(sql, operatorId, { type: 'fx-rate.set', ...entity, payload: counts });
    return counts;
  });
}

/** A file of ninety days is kept in the table itself, with who brought it. */
const AUDITED = 100;

const inWords = (rate: NewRate) => `${keyOf(rate)} ${formatDecimal(rate.rate)} ${rate.source}`;
