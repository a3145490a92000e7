export type FixPlace = 'account' | 'partner' | 'product' | 'suspense' | 'offerings';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const PARTNER = new RegExp(`^partners\\.(${UUID})`);

/** Where a finding is put right, by its code and what it is about; the account itself when nothing says better. */
export function fixOf({ code, path, account }: { code: string; path: string; account: string }): {
  place: FixPlace;
  href: string;
} {
  const partnerId = PARTNER.exec(path)?.[1];
  if (partnerId) return { place: 'partner', href: `/operator/partners/${partnerId}` };
  if (code === 'usage_in_suspense') return { place: 'suspense', href: '/operator/usage/suspense' };
  if (path.startsWith('prices.')) return { place: 'offerings', href: '/operator/offerings' };
  const home = `/operator/accounts/${account}`;
  return path.startsWith('products.') ? { place: 'product', href: home } : { place: 'account', href: home };
}
