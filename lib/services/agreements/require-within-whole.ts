import { listAgreementParties } from '@/lib/db/agreement-drafts';
import { listChainsOf, listChainsPaidBy, listSignedTerms } from '@/lib/db/offering-chains';
import type { Sql } from '@/lib/db/tenant';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { formatScaled } from '@/lib/domain/money/decimal';
import type { PaidPlace } from '@/lib/domain/settlement/arrange-chain';
import type { TermPlace } from '@/lib/domain/settlement/choose-term';
import {
  type AboveWhole,
  findAboveWhole,
  type OfferedChain,
  type VersionTerms,
} from '@/lib/domain/settlement/find-above-whole';
import type { Validity } from '@/lib/domain/settlement/in-force';
import { parseTerm } from '@/lib/domain/settlement/parse-term';
import { type ErrorIssue, invalid } from '@/lib/errors';

type StoredTerm = TermPlace & { kind: string; basis: string; terms: unknown };

export type NextVersion = PaidPlace &
  Validity & { replacesId: string | null; currency: string; terms: readonly StoredTerm[] };

/**
 * Refuses an agreement by which percentages of one payer could come to more than 100 % in some chain that is or will be in force with it
 * (`shares_above_whole`, at its term). The version it replaces ends where it begins. Who else is paid is said to the operator alone
 * (`isOperators`). Call with the operator's agreements locked.
 */
export async function requireWithinWhole(
  sql: Sql,
  next: NextVersion,
  { isOperators }: { isOperators: boolean },
): Promise<void> {
  const chains = await listChainsPaidBy(sql, next.payerId);
  if (chains.length === 0) return;
  const others = (await listSignedTerms(sql, [next.payerId])).map((row) =>
    row.id === next.replacesId ? { ...row, validTo: next.validFrom } : row,
  );
  const versions = [...others, { ...next, id: NEXT }].map(readVersion);
  const found = findAboveWhole(chains, versions).find(({ parts }) =>
    parts.some(({ versionId }) => versionId === NEXT),
  );
  if (!found) return;
  const { termIndex } = found.parts.find(({ versionId }) => versionId === NEXT)!;
  const message = isOperators ? await wordsOf(sql, found) : FOR_PARTNERS;
  throw invalid('shares_above_whole', `terms.${termIndex}.terms.ratePercent`, message);
}

/** No id of the database. */
const NEXT = 'next';
const FOR_PARTNERS =
  'Together with what its payer gives others of the same offering this can be above 100 %. Ask the operator.';

/**
 * What is wrong with a chain from a day on if on some day of it, by the versions that are signed, percentages of one payer can come to more
 * than 100 %: `shares_above_whole`, at the last of its places.
 */
export async function chainAboveWhole(
  sql: Sql,
  offering: OfferedChain['offering'],
  validFrom: string,
  places: readonly PaidPlace[],
): Promise<ErrorIssue[]> {
  const others = (await listChainsOf(sql, offering.id)).filter((chain) => chain.validFrom !== validFrom);
  const { id, name, category } = offering;
  const chain = { offering: { id, name, category }, validFrom, places };
  const chains = [...others, chain].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const payerIds = [...new Set(places.map(({ payerId }) => payerId))];
  const versions = (await listSignedTerms(sql, payerIds)).map(readVersion);
  const found = findAboveWhole(chains, versions).find((each) => each.chain === chain);
  if (!found) return [];
  const last = places.findLastIndex(({ payerId }) => payerId === found.payerId);
  return [{ code: 'shares_above_whole', path: `chain.${last}`, message: await wordsOf(sql, found) }];
}

type Version = Validity & PaidPlace & { id: string; currency: string; terms: readonly StoredTerm[] };

function readVersion({ id, payerId, partnerId, validFrom, validTo, currency, terms }: Version): VersionTerms {
  const rules = terms.flatMap((term) => {
    const parsed = isCurrency(currency) ? parse(term, currency) : null;
    return parsed ? [{ offeringId: term.offeringId, category: term.category, rule: parsed }] : [];
  });
  return { id, payerId, partnerId, validFrom, validTo, terms: rules };
}

/** What cannot be read is refused where it is written, and holds bills where it is stored. */
function parse({ kind, basis, terms }: StoredTerm, currency: Currency) {
  const parsed = parseTerm({ termId: '', kind, basis, terms }, currency);
  return parsed.ok ? parsed.value : null;
}

/** "Bundle": SkyMesh 70 % and Aegis 40 % of what Meridian receives are 110 % from 2026-05-01 on. */
async function wordsOf(sql: Sql, { chain, payerId, on, ratePpm, parts }: AboveWhole): Promise<string> {
  const names = new Map((await listAgreementParties(sql)).map(({ id, name }) => [id, name]));
  const percent = (ppm: bigint) => `${formatScaled(ppm, 4)} %`;
  const each = parts.map((part) => `${names.get(part.partnerId)} ${percent(part.ratePpm)}`).join(', ');
  const from = on === '' ? '' : ` from ${on} on`;
  return `${chain.offering.name}: ${each}${from} are ${percent(ratePpm)} of what ${names.get(payerId)} receives. 100 % is all there is.`;
}
