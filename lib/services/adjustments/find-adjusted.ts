import {
  type AdjustableLine,
  findAdjustableLine,
  findAdjustableOffering,
  findAdjustableProduct,
} from '@/lib/db/adjustments';
import type { Sql } from '@/lib/db/tenant';
import { invalid } from '@/lib/errors';

/** What an adjustment is about, and what follows from that. */
export type AdjustedThing = {
  productId: string | null;
  offeringId: string | null;
  line: AdjustableLine | null;
  taxClass: string | null;
};

/** Fails: `one_thing`, `unknown_product`, `unknown_offering`, `unknown_line`. */
export async function findAdjusted(
  sql: Sql,
  accountId: string,
  {
    product,
    offering,
    line,
  }: { product?: string | undefined; offering?: string | undefined; line?: string | undefined },
): Promise<AdjustedThing> {
  const named = [product, offering, line].filter((name) => name !== undefined);
  if (named.length > 1) {
    throw invalid(
      'one_thing',
      'line',
      'Name a product, an offering or a line of a bill, and only one of them.',
    );
  }
  if (line !== undefined) return ofLine(sql, accountId, line);
  if (product !== undefined) return ofProduct(sql, accountId, product);
  if (offering !== undefined) return { ...NOTHING, ...(await ofOffering(sql, offering)) };
  return NOTHING;
}

const NOTHING: AdjustedThing = { productId: null, offeringId: null, line: null, taxClass: null };

async function ofLine(sql: Sql, accountId: string, id: string): Promise<AdjustedThing> {
  const line = await findAdjustableLine(sql, id);
  if (line?.billingAccountId !== accountId) {
    throw invalid('unknown_line', 'line', 'This is no line of an issued bill of the account.');
  }
  const { productId, offeringId, taxClass } = line;
  return { productId, offeringId, line, taxClass };
}

async function ofProduct(sql: Sql, accountId: string, id: string): Promise<AdjustedThing> {
  const product = await findAdjustableProduct(sql, accountId, id);
  if (!product) throw invalid('unknown_product', 'product', 'The account has no such product.');
  return { ...NOTHING, productId: product.id, ...(await ofOffering(sql, product.offeringId)) };
}

async function ofOffering(
  sql: Sql,
  idOrSlug: string,
): Promise<Pick<AdjustedThing, 'offeringId' | 'taxClass'>> {
  const offering = await findAdjustableOffering(sql, idOrSlug);
  if (!offering) throw invalid('unknown_offering', 'offering', 'There is no such offering.');
  return { offeringId: offering.id, taxClass: offering.taxClass };
}
