/** An address's query, as it was read: `{ q: 'a', state: ['x', 'y'] }` is `?q=a&state=x&state=y`; nothing at all is the empty text. */
export function queryText(query: Readonly<Record<string, string | string[] | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value ?? []].flat()) search.append(name, one);
  }
  return search.size === 0 ? '' : `?${search}`;
}
