import type { ReactNode } from 'react';
import { BillSoFar } from '@/components/bill/bill-so-far';
import { describeSoFar } from '@/components/bill/describe-so-far';
import { civilDateAt } from '@/lib/domain/period/zone';
import { type CurrentBill, currentBill } from '@/lib/services/bills/current-bill';
import { getBill } from '@/lib/services/bills/get-bill';
import { listBills } from '@/lib/services/bills/list-bills';
import type { ServiceContext } from '@/lib/services/context';

export type AccountSoFarProps = {
  ctx: ServiceContext;
  account: { id: string; cycleSpec: { timeZone: string } };
  /** Where the reader's bills lie. */
  home: string;
  /** What else this reader may know of it. */
  children?: (bill: CurrentBill) => ReactNode;
};

/** An account's running period beside its last issued bill; for either portal. */
export async function AccountSoFar({ ctx, account, home, children }: AccountSoFarProps) {
  const [bill, [latest]] = await Promise.all([
    currentBill(ctx, account.id),
    listBills(ctx, {
      q: '',
      sort: null,
      filters: { account: [account.id], state: ['issued'] },
      after: null,
      pageSize: 1,
    }).then(({ data }) => data),
  ]);
  const last = latest ? await getBill(ctx, latest.id) : null;
  const today = civilDateAt(ctx.now, account.cycleSpec.timeZone);
  return (
    <>
      <BillSoFar bill={await describeSoFar(bill, last, { today, home })} />
      {children?.(bill)}
    </>
  );
}
