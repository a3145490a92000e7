/** Where a keyset list stands: the cursor in force and those of the pages before it (the first page has none). */
export type PagePosition = { after: string | null; trail: readonly string[] };

/** Beyond this many pages the oldest are forgotten, so that the address stays below what servers accept. */
export const trailLimit = 40;

export const firstPage: PagePosition = { after: null, trail: [] };

export function nextPage(position: PagePosition, nextCursor: string): PagePosition {
  const trail = position.after === null ? [] : [...position.trail, position.after];
  return { after: nextCursor, trail: trail.slice(-trailLimit) };
}

/** One page back; with nothing left in the trail that is the first page. */
export function previousPage(position: PagePosition): PagePosition {
  const after = position.trail.at(-1);
  return after === undefined ? firstPage : { after, trail: position.trail.slice(0, -1) };
}

/** 1-based, or null when the trail was cut and nobody knows. */
export function pageNumber(position: PagePosition): number | null {
  if (position.after === null) return 1;
  return position.trail.length >= trailLimit ? null : position.trail.length + 2;
}
