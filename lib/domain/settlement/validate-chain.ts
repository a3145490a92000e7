import { formatScaled } from '@/lib/domain/money/decimal';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import { aboveWhole, WHOLE_PPM } from '@/lib/domain/settlement/above-whole';
import { type ChainLink, payerIndexOf, type Term } from '@/lib/domain/settlement/terms';

/**
 * What is wrong with a chain before money goes down it: a party that is in it twice (`chain_cycle`), a rate below 0 or above
 * 100 % of what the payer receives (`rate_out_of_range`), percentages of one payer that together are above it (`shares_above_whole`),
 * tiers that do not ascend to an open end (`invalid_tiers`), a negative amount (`negative_amount`), a guarantee above the cap, or
 * guarantees of one payer above its own (`guarantee_above_cap`). All are errors. `placeOf` says where a link stands, for the paths.
 */
export function validateChain(
  operatorId: string,
  chain: readonly ChainLink[],
  placeOf: (index: number) => string = (index) => `chain.${index}`,
): Issue[] {
  const issues: Issue[] = [];
  const parties = new Set([operatorId]);
  const guaranteed = new Map<number, bigint>();
  for (const [index, link] of chain.entries()) {
    const { partyId, term } = link;
    if (parties.has(partyId)) {
      const message = 'A party cannot receive from a chain that it is already in: remove one of its places.';
      issues.push(errorIssue('chain_cycle', `${placeOf(index)}.partyId`, message));
    }
    parties.add(partyId);
    issues.push(...validateTerm(term, `${placeOf(index)}.term`));
    const payer = payerIndexOf(link, index);
    const guaranteedMinor = (guaranteed.get(payer) ?? 0n) + (term.minimumGuaranteeMinor ?? 0n);
    guaranteed.set(payer, guaranteedMinor);
    const aboveMinor = chain[payer]?.term.capMinor ?? null;
    if (aboveMinor !== null && term.minimumGuaranteeMinor != null && guaranteedMinor > aboveMinor) {
      const message =
        'The guarantee is above what the party above can receive in a period: lower it, or raise that cap.';
      issues.push(errorIssue('guarantee_above_cap', `${placeOf(index)}.term.minimumGuarantee`, message));
    }
  }
  return [...issues, ...aboveWhole(chain, placeOf)];
}

/** What is wrong with one term, by the same codes. */
export function validateTerm(term: Term, path: string): Issue[] {
  const issues = [...ruleIssues(term, path), ...boundIssues(term, path)];
  return issues.filter((issue) => issue !== null);
}

function ruleIssues(term: Term, path: string): (Issue | null)[] {
  switch (term.kind) {
    case 'percentage':
      return [rate(term.ratePpm, `${path}.ratePercent`)];
    case 'graduated_percentage':
      return [
        tiers(
          term.tiers.map(({ upToMinor }) => upToMinor),
          path,
        ),
        ...term.tiers.map(({ ratePpm }, index) => rate(ratePpm, `${path}.tiers.${index}.ratePercent`)),
      ];
    case 'fixed_per_unit':
      return [notNegative(term.amountPerUnit, `${path}.amountPerUnit`)];
    case 'wholesale':
      return [
        tiers(
          term.tiers.map(({ upTo }) => upTo),
          path,
        ),
        ...term.tiers.map(({ unitPrice }, index) =>
          notNegative(unitPrice, `${path}.tiers.${index}.unitPrice`),
        ),
      ];
    case 'cost_plus':
      return [
        notNegative(term.costPerUnit ?? 0n, `${path}.costPerUnit`),
        notNegative(term.markupPpm, `${path}.markupPercent`),
      ];
  }
}

function boundIssues({ capMinor, minimumGuaranteeMinor }: Term, path: string): (Issue | null)[] {
  const issues = [
    notNegative(capMinor ?? 0n, `${path}.cap`),
    notNegative(minimumGuaranteeMinor ?? 0n, `${path}.minimumGuarantee`),
  ];
  if (capMinor != null && minimumGuaranteeMinor != null && minimumGuaranteeMinor > capMinor) {
    const message =
      'The guarantee is above the cap, so it could never be reached: raise the cap or lower it.';
    issues.push(errorIssue('guarantee_above_cap', `${path}.minimumGuarantee`, message));
  }
  return issues;
}

function rate(ratePpm: bigint, path: string): Issue | null {
  if (ratePpm >= 0n && ratePpm <= WHOLE_PPM) return null;
  const message = `A share is 0 to 100 % of what the party above receives, not ${formatScaled(ratePpm, 4)} %.`;
  return errorIssue('rate_out_of_range', path, message);
}

function tiers(bounds: readonly (bigint | null)[], path: string): Issue | null {
  const last = bounds.length - 1;
  let from = 0n;
  for (const [index, upTo] of bounds.entries()) {
    if ((upTo === null) !== (index === last)) {
      return errorIssue(
        'invalid_tiers',
        `${path}.tiers.${index}.upTo`,
        'Only the last tier, and always that, has no upper bound.',
      );
    }
    if (upTo !== null && upTo <= from) {
      return errorIssue(
        'invalid_tiers',
        `${path}.tiers.${index}.upTo`,
        'Each tier must end above the one before it.',
      );
    }
    from = upTo ?? from;
  }
  return last >= 0 ? null : errorIssue('invalid_tiers', `${path}.tiers`, 'Give at least one tier.');
}

function notNegative(value: bigint, path: string): Issue | null {
  return value >= 0n ? null : errorIssue('negative_amount', path, 'This cannot be negative.');
}
