import { appendAudit } from '@/lib/db/audit';
import { insertOffering, type NewPrice } from '@/lib/db/catalogue';
import { isUniqueViolation } from '@/lib/db/conflicts';
import { newId } from '@/lib/db/id';
import { withTenant } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { currencyCodes, isCurrency } from '@/lib/domain/money/currency';
import type { Issue } from '@/lib/domain/money/issue';
import { parsePrice } from '@/lib/domain/pricing/parse-price';
import { serializePrice } from '@/lib/domain/pricing/serialize-price';
import { AppError, conflict, type ErrorIssue } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { requireSlug } from '@/lib/services/parties/slug';

export type OfferingInput = {
  slug: string;
  version?: number;
  name: string;
  description: string;
  category: string;
  supplierId: string;
  taxClass: string;
  validFrom: string;
  /** `partner`: its own bill charges the usage, and the hub's rating only checks it. */
  billedBy?: 'hub' | 'partner';
  /** In the order in which they stand on a bill, and in which `when` is tried. */
  prices: PriceInput[];
  /** Agreements from the operator down; empty for the operator's own. */
  chain?: string[];
};

/** `plan` is a component of the price preview: `{ key, kind, model, ... }`, amounts as decimal strings. */
export type PriceInput = { name: string; currency: string; plan: Record<string, unknown> };

/**
 * Adds an offering with its prices, each read by the code that will rate it, so that nothing is sold that cannot be billed.
 * Answers the ids of its prices by currency, in order. Fails: `invalid_slug`, `invalid_price` with an issue for each mistake,
 * `offering_exists`.
 */
export async function createOffering(
  ctx: ServiceContext,
  input: OfferingInput,
): Promise<{ id: string; prices: { id: string; key: string; currency: string }[] }> {
  authorise(ctx, 'catalogue.manage');
  requireSlug(input.slug);
  const prices = readPrices(input);
  const {
    slug,
    version = 1,
    name,
    description,
    category,
    supplierId,
    taxClass,
    validFrom,
    billedBy = 'hub',
    chain = [],
  } = input;
  const id = newId();
  const offering = {
    id,
    slug,
    version,
    name,
    description,
    category,
    supplierId,
    taxClass,
    validFrom,
    billedBy,
  };
  try {
    await withTenant(scopeOf(ctx.actor), async (tx) => {
      await insertOffering(tx, ctx.actor.operatorId, { ...offering, prices, chain });
      await appendAudit(tx, ctx.actor, {
        action: 'offering.created',
        entityType: 'product_offering',
        entityId: id,
        after: { ...offering, prices, chain },
      });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw conflict(
      'offering_exists',
      `Version ${version} of ${slug} exists already, or a price key is used twice.`,
    );
  }
  return { id, prices: prices.map(({ id, key, currency }) => ({ id, key, currency })) };
}

function readPrices({ prices, validFrom }: OfferingInput): NewPrice[] {
  const issues: ErrorIssue[] = [];
  const read = prices.flatMap(({ name, currency, plan }, index): NewPrice[] => {
    const path = `prices.${index}`;
    if (!isCurrency(currency)) {
      const message = `${currency} is not one of the ${currencyCodes().length} currencies of ISO 4217.`;
      issues.push({ code: 'unknown_currency', path: `${path}.currency`, message });
      return [];
    }
    const parsed = parsePrice(plan, { currency, path: `${path}.plan` });
    if (!parsed.ok) {
      issues.push(...parsed.issues.filter(isError));
      return [];
    }
    const stored = serializePrice(parsed.value) as NewPrice['plan'];
    return [{ id: newId(), key: parsed.value.key, version: 1, name, currency, plan: stored, validFrom }];
  });
  if (issues.length > 0) throw new AppError('invalid', 'invalid_price', 'A price is not valid.', issues);
  return read;
}

const isError = ({ severity }: Issue) => severity === 'error';
