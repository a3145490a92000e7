import { z } from 'zod';

/** The query fields every list has; spread them into its strict schema. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many, 1 to 200.'),
  cursor: z.string().max(2_000).optional().describe('The `nextCursor` of the page before.'),
};

/** What a list answers. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    data: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .describe('Send it as `cursor` for the next page; null on the last one.'),
  });

/** A list's query in the words of the services; filters are lists, as the pages' tables have them. */
export function listQueryOf(
  query: { limit: number; cursor?: string | undefined },
  filters: Record<string, string | undefined> = {},
) {
  const given = Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    q: '',
    sort: null,
    filters: Object.fromEntries(given.map(([name, value]) => [name, [value]])),
    after: query.cursor ?? null,
    pageSize: query.limit,
  };
}
