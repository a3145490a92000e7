import { billRunBody } from '@/lib/schemas/api/bill-runs';
import { runAccountBody } from '@/lib/schemas/api/run-accounts';
import type { BillRunView } from '@/lib/services/bill-runs/bill-run-view';
import type { RunAccountView } from '@/lib/services/bill-runs/list-run-accounts';

/** A run in the words of the API; what pages know besides is left out. */
export const billRunAnswer = (run: BillRunView) => billRunBody.parse(run);

export const runAccountAnswer = ({ id, number, name, said, ...row }: RunAccountView) =>
  runAccountBody.parse({ ...row, billingAccount: { id, number, name }, hold: said });
