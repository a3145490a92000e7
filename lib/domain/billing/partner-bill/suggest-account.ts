import { compactId, nameSimilarity } from '@/lib/domain/billing/partner-bill/name-similarity';

/** A guess with its reason in words; a person decides. `score` is in thousandths and orders guesses of one name. */
export type Suggestion<Target> = { target: Target; score: number; reason: string };

export type UnknownAccount = {
  /** The partner's own id of it, and what it calls it. */
  name: string;
  label: string | null;
  /** VAT numbers that the partner's bills state for it. */
  vatIds: readonly string[];
  currencies: readonly string[];
};

export type AccountCandidate = {
  id: string;
  number: string;
  name: string;
  customerName: string;
  vatId: string | null;
  currency: string;
  /** Other partners that map the same id to this account. */
  mappedBy: readonly string[];
};

/** Below this two names have more letters apart than in common. */
export const SIMILAR = 550;
const MOST = 3;

/**
 * Which of our billing accounts a partner's account may be: by VAT number, by number, by another partner's mapping of the same id, by name.
 * The best three, ties by number; accounts in a currency the partner does not charge in are left out, since their charges would wait again.
 * Example: "ACC 00017" is account ACC-00017 (same number); "Nordwind GmbH" is Nordwind's (same name).
 */
export function suggestAccounts(
  unknown: UnknownAccount,
  candidates: readonly AccountCandidate[],
): Suggestion<AccountCandidate>[] {
  const found = candidates.flatMap((candidate) => {
    if (!unknown.currencies.includes(candidate.currency)) return [];
    const best = bestReason(unknown, candidate);
    return best === null ? [] : [{ target: candidate, ...best }];
  });
  return topOf(found, ({ number }) => number);
}

/** The best three by score; equal ones by name, so that the same question has one answer. */
export function topOf<Target>(
  found: readonly Suggestion<Target>[],
  nameOf: (target: Target) => string,
): Suggestion<Target>[] {
  const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...found]
    .sort((a, b) => b.score - a.score || byName(nameOf(a.target), nameOf(b.target)))
    .slice(0, MOST);
}

type Reason = { score: number; reason: string };

function bestReason(unknown: UnknownAccount, candidate: AccountCandidate): Reason | null {
  const vatId = candidate.vatId === null ? '' : compactId(candidate.vatId);
  const stated = [...unknown.vatIds, unknown.name].map(compactId);
  if (vatId.length >= 5 && stated.includes(vatId))
    return { score: 1000, reason: `Same VAT number, ${candidate.vatId}.` };
  if (compactId(unknown.name) === compactId(candidate.number)) {
    return { score: 980, reason: `Same number, ${candidate.number}.` };
  }
  if (candidate.mappedBy.length > 0) {
    return { score: 960, reason: `${candidate.mappedBy[0]} maps the same id to this account.` };
  }
  const digits = unknown.name.replace(/\D/g, '');
  const ownDigits = candidate.number.replace(/\D/g, '');
  const bySimilarNumber =
    digits.length >= 4 && ownDigits.length >= 4 && trimZeros(digits) === trimZeros(ownDigits)
      ? { score: 760, reason: `Same digits as ${candidate.number}.` }
      : null;
  const byName = nameReason(unknown, candidate);
  if (bySimilarNumber === null) return byName;
  return byName !== null && byName.score > bySimilarNumber.score ? byName : bySimilarNumber;
}

function nameReason(
  { name, label }: UnknownAccount,
  { name: own, customerName }: AccountCandidate,
): Reason | null {
  let best: Reason | null = null;
  for (const theirs of label === null ? [name] : [label, name]) {
    for (const ours of [own, customerName]) {
      const similarity = nameSimilarity(theirs, ours);
      if (similarity < SIMILAR) continue;
      const score = similarity === 1000 ? 900 : Math.floor((similarity * 800) / 1000);
      if (best !== null && best.score >= score) continue;
      const words = similarity === 1000 ? 'Same name' : `Similar name (${Math.floor(similarity / 10)} %)`;
      best = { score, reason: `${words}: “${theirs}” and “${ours}”.` };
    }
  }
  return best;
}

const trimZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');
