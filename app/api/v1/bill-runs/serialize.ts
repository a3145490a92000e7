import { billRunBody } from '@/lib/schemas/api/bill-runs';
import type { BillRunView } from '@/lib/services/bill-runs/bill-run-view';

/** A run in the words of the API; what pages know besides is left out. */
export const billRunAnswer = (run: BillRunView) => billRunBody.parse(run);
