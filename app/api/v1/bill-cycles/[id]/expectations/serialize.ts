import type { z } from 'zod';
import { expectationBody } from '@/lib/schemas/api/expectations';
import type { ExpectationView } from '@/lib/services/expectations/list-expectations';

export function expectationAnswer(expectation: ExpectationView): z.infer<typeof expectationBody> {
  const { partner, cycle, decidedAt: at, decidedBy: by, reason } = expectation;
  return expectationBody.parse({
    ...expectation,
    partner: partner.slug,
    cycle: cycle.id,
    period: { from: cycle.from, to: cycle.to },
    decision: at === null ? null : { at, by, reason },
  });
}
