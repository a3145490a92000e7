import type { BudgetItem, BudgetScope } from '@/components/budget/budget-view';
import { type CurrentBill, currentBill } from '@/lib/services/bills/current-bill';
import { listBudgets } from '@/lib/services/budgets/list-budgets';
import type { ServiceContext } from '@/lib/services/context';
import { listProducts } from '@/lib/services/products/list-products';

type Account = { id: string; number: string; name: string; currency: string };

const NOTHING = { q: '', sort: null, filters: {}, after: null };

/** The open budgets of these accounts with what each is compared with by now, and what budgets can be set for. For either portal. */
export async function readBudgets(
  ctx: ServiceContext,
  accounts: readonly Account[],
): Promise<{ budgets: BudgetItem[]; scopes: BudgetScope[] }> {
  const { data } = await listBudgets(ctx, {
    ...NOTHING,
    filters: { account: accounts.map(({ id }) => id), state: ['open'] },
    pageSize: 200,
  });
  const used = new Set(data.map(({ account }) => account.id));
  const bills = new Map<string, CurrentBill>();
  for (const { id } of accounts) if (used.has(id)) bills.set(id, await currentBill(ctx, id));
  const products = await Promise.all(
    accounts.map(({ id }) =>
      listProducts(ctx, { ...NOTHING, filters: { account: [id], state: ['active'] }, pageSize: 200 }),
    ),
  );
  return {
    budgets: data.map(({ account, product, ...budget }) => {
      const bill = bills.get(account.id);
      const soFar = !bill?.isComplete
        ? null
        : product
          ? (bill.products.find(({ id }) => id === product.id)?.net ?? '0')
          : bill.net;
      const { id, name, amount, thresholds, emails } = budget;
      return { id, name, amount, thresholds, emails, account, product, soFar };
    }),
    scopes: accounts.map(({ number, name, currency }, index) => ({
      number,
      name,
      currency,
      products: products[index]!.data.map(({ id, name: called, reference }) => ({
        id,
        name: called,
        reference,
      })),
    })),
  };
}
