export type LinkTab = {
  href: string;
  label: string;
  count?: string;
  /** Also current on the addresses below it. */
  coversBelow?: boolean;
};

/** The most specific of the tabs that fit: first by matching query, then by path. */
export function currentTab(
  items: readonly LinkTab[],
  pathname: string,
  search: { get(key: string): string | null },
): LinkTab | undefined {
  const fitting = items.flatMap((item) => {
    const [path, query = ''] = item.href.split('?');
    const wanted = [...new URLSearchParams(query)];
    const isThere = path === pathname || (item.coversBelow === true && pathname.startsWith(`${path}/`));
    const fits = isThere && wanted.every(([key, value]) => search.get(key) === value);
    return fits ? [{ item, weight: wanted.length }] : [];
  });
  return fitting.sort((a, b) => b.weight - a.weight)[0]?.item;
}
