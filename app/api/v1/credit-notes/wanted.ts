import type { z } from 'zod';
import type { creditNoteRequest } from '@/lib/schemas/api/credit-notes';
import type { CreditWanted } from '@/lib/services/credit-notes/plan-credit-note';

/** What a request asks to be given back; the schema has seen to it that it says one thing. */
export function wantedOf({ lines, goodwill }: z.output<typeof creditNoteRequest>): CreditWanted {
  if (lines) return { lines: lines.map(({ line, amount }) => ({ lineId: line, amount })) };
  if (!goodwill) return 'whole';
  return { goodwill: goodwill.amount, ...(goodwill.lines && { lineIds: goodwill.lines }) };
}
