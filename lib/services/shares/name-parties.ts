import { listAgreementParties } from '@/lib/db/agreement-drafts';
import type { Sql } from '@/lib/db/tenant';

type StoredStep = { party?: unknown };

/** Steps of shares with the names of the parties they speak of, which are stored by id. Only a payer's own steps name those it pays. */
export async function nameParties<Line extends { steps: unknown[] }>(
  sql: Sql,
  lines: readonly Line[],
): Promise<Line[]> {
  const namesSome = lines.some(({ steps }) =>
    (steps as StoredStep[]).some(({ party }) => party !== undefined),
  );
  if (!namesSome) return [...lines];
  const names = new Map((await listAgreementParties(sql)).map(({ id, name }) => [id, name]));
  const named = (step: StoredStep) =>
    typeof step.party === 'string' ? { ...step, party: names.get(step.party) ?? step.party } : step;
  return lines.map((line) => ({ ...line, steps: (line.steps as StoredStep[]).map(named) }));
}
