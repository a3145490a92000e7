import { z } from 'zod';
import { errorIssue, fail, type Issue, ok, type Result } from '@/lib/domain/money/issue';
import { AGGREGATIONS } from '@/lib/domain/rating/aggregate';
import type { PricePreviewRequest } from '@/lib/domain/rating/preview-request';

// zod's own "expected string, received number" is for developers; each field says what it wants.
const wants = (what: string) => ({
  error: ({ input }: { input?: unknown }) =>
    input === undefined ? 'This field is missing.' : `Expected ${what}.`,
});

const numberText = z.union(
  [z.string(), z.number()],
  wants('a decimal as text, like "12.50", or a whole number'),
);
const name = z.string(wants('a text'));
const dateSpan = z.strictObject(
  { from: name, to: name },
  wants('an object with from and to, two days as YYYY-MM-DD'),
);

const event = z.union(
  [
    numberText,
    z.strictObject({
      amount: numberText,
      at: name.optional(),
      attributes: z.record(z.string(), name, wants('an object of texts')).optional(),
      uniqueKey: name.optional(),
    }),
  ],
  wants('an amount, or an object with amount, and perhaps at, attributes and uniqueKey'),
);

const events = z.strictObject(
  {
    events: z.array(event, wants('a list of amounts')),
    aggregation: z.enum(AGGREGATIONS, wants(`one of ${AGGREGATIONS.join(', ')}`)).optional(),
  },
  wants('a quantity, or an object with events'),
);
const meters = z.record(
  z.string(),
  z.union([numberText, events], wants('a quantity as text, or { "events": [amounts in order] }')),
  wants('an object with a quantity, or events, per meter'),
);

/**
 * The shape of a price preview request. Texts are read, and prices checked field by field, by the domain (previewPrices), which
 * a stored plan passes through as well.
 */
export const pricePreviewSchema = z.strictObject(
  {
    currency: z.string(wants('an ISO 4217 currency code such as EUR')),
    period: dateSpan,
    service: dateSpan.nullish(),
    quantity: numberText.nullish(),
    prices: z.array(z.unknown(), wants('a list of prices')),
    usage: meters.nullish(),
    cumulativeBefore: meters.nullish(),
    chargedBefore: z.record(z.string(), numberText, wants('an object with an amount per price')).nullish(),
  },
  wants('an object with currency, period and prices'),
);

/** Checks the shape of a request read from JSON: unknown_field, required, invalid_type. */
export function parsePricePreview(json: unknown): Result<PricePreviewRequest> {
  const parsed = pricePreviewSchema.safeParse(json);
  return parsed.success
    ? ok(parsed.data)
    : fail(parsed.error.issues.flatMap((issue) => toIssues(issue, json, [])));
}

type ZodIssue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

function toIssues(issue: ZodIssue, json: unknown, parent: Path): Issue[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      errorIssue('unknown_field', textOf([...path, key]), `There is no field ${key} here.`),
    );
  }
  if (issue.code === 'invalid_union') {
    const inner = closestBranch(issue);
    if (inner !== null) return inner.flatMap((nested) => toIssues(nested, json, path));
  }
  const code = valueAt(json, path) === undefined ? 'required' : 'invalid_type';
  return [errorIssue(code, textOf(path), issue.message)];
}

/** The branch whose complaint lies inside the value, because its outer shape is the one that was meant. */
function closestBranch(issue: Extract<ZodIssue, { code: 'invalid_union' }>): ZodIssue[] | null {
  const inside = issue.errors.filter((branch) =>
    branch.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return inside.length === 1 ? inside[0]! : null;
}

function valueAt(json: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    json,
  );
}

function textOf(path: Path): string {
  return path.map(String).join('.');
}
