import type { ReactNode } from 'react';
import { issueCredit, previewCredit } from '@/app/operator/bills/[id]/credit-actions';
import { CreditSheet } from '@/components/credit-note/credit-sheet';
import { can } from '@/lib/domain/access/permissions';
import type { RequestContext } from '@/lib/http/request-context';
import type { BillDetail } from '@/lib/services/bills/get-bill';
import { listCreditableLines } from '@/lib/services/credit-notes/bill-credit';

/** Credits an issued bill of which something is left, for those who may. */
export async function CreditButton({
  ctx,
  bill,
  operator,
}: {
  ctx: RequestContext;
  bill: Pick<BillDetail, 'id' | 'number' | 'state' | 'currency'>;
  operator: string;
}): Promise<ReactNode> {
  const { id, number, currency } = bill;
  if (number === null || bill.state !== 'issued' || !can(ctx.actor, 'credit-note.manage')) return null;
  const lines = await listCreditableLines(ctx, id);
  if (lines.length === 0) return null;
  return (
    <CreditSheet
      bill={{ id, number, currency }}
      operator={operator}
      lines={lines}
      preview={previewCredit}
      issue={issueCredit}
    />
  );
}
