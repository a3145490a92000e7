import { listAgreementParties } from '@/lib/db/agreement-drafts';
import type { ShareTerm } from '@/lib/db/share-term';
import type { Sql } from '@/lib/db/tenant';
import { chosenStep } from '@/lib/domain/settlement/choose-term';

type StoredStep = { code?: unknown; party?: unknown };

/**
 * Stored steps of shares as people read them: first for what the term holds that gave it, and parties by their names instead of ids. Only a
 * payer's own steps name those it pays.
 */
export async function tellSteps<Line extends { term: ShareTerm | null; steps: unknown[] }>(
  sql: Sql,
  lines: readonly Line[],
): Promise<Line[]> {
  const namesSome = lines.some(({ steps }) =>
    (steps as StoredStep[]).some(({ party }) => party !== undefined),
  );
  const parties = namesSome ? await listAgreementParties(sql) : [];
  const names = new Map(parties.map(({ id, name }) => [id, name]));
  const named = (step: StoredStep) =>
    typeof step.party === 'string' ? { ...step, party: names.get(step.party) ?? step.party } : step;
  return lines.map((line) => {
    const steps = (line.steps as StoredStep[]).map(named);
    return { ...line, steps: line.term && isByTerm(steps) ? [chosenStep(line.term), ...steps] : steps };
  });
}

/** A discount's share stands under its party's term to fall due with it; how much it is was agreed with the discount. */
const isByTerm = (steps: readonly StoredStep[]): boolean =>
  steps.length > 0 && !steps.some(({ code }) => String(code).startsWith('discount_borne'));
