import type { SettlementRunView } from '@/lib/services/settlement-runs/settlement-run-view';

/** A settlement run as the API has it. */
export const runAnswer = ({ preparedById: _, ...run }: SettlementRunView) => run;
