import { nameSimilarity } from '@/lib/domain/billing/partner-bill/name-similarity';
import { SIMILAR, type Suggestion, topOf } from '@/lib/domain/billing/partner-bill/suggest-account';

/** What a partner's service may be here; without an offering it keeps the partner's name and has a tax class alone. */
export type ServiceTarget = {
  offering: { id: string; slug: string; name: string } | null;
  description: string | null;
  taxClass: string;
};

export type KnownService = ServiceTarget & { service: string; partnerName: string };

/**
 * What a partner's service may be here: an offering of the partner of the same or a similar name, or what the same or another partner maps a
 * service of that name to; of other partners only the name and the tax class, for their offerings are not this partner's. The best three.
 * Example: "Object Storage (GB)" is the offering "Object storage" (similar name).
 */
export function suggestServices(
  service: string,
  offerings: readonly { id: string; slug: string; name: string; taxClass: string }[],
  known: readonly (KnownService & { isOwn: boolean })[],
): Suggestion<ServiceTarget>[] {
  const found: Suggestion<ServiceTarget>[] = [];
  for (const { taxClass, ...offering } of offerings) {
    const similarity = nameSimilarity(service, offering.name);
    if (similarity < SIMILAR) continue;
    const isSame = similarity === 1000;
    found.push({
      target: { offering, description: offering.name, taxClass },
      score: isSame ? 950 : Math.floor((similarity * 800) / 1000),
      reason: `${isSame ? 'Same name as' : `Name is ${Math.floor(similarity / 10)} % like`} the offering “${offering.name}”.`,
    });
  }
  for (const { service: theirs, partnerName, isOwn, offering, description, taxClass } of known) {
    const similarity = nameSimilarity(service, theirs);
    if (similarity < (isOwn ? SIMILAR : 1000)) continue;
    found.push({
      target: { offering: isOwn ? offering : null, description, taxClass },
      score: isOwn ? Math.floor((similarity * 780) / 1000) : 700,
      reason: isOwn
        ? `“${theirs}” of this partner is mapped so.`
        : `${partnerName} has its “${theirs}” mapped so.`,
    });
  }
  const best = new Map<string, Suggestion<ServiceTarget>>();
  for (const suggestion of found) {
    const { offering, description, taxClass } = suggestion.target;
    const key = JSON.stringify([offering?.id ?? description, taxClass]);
    if ((best.get(key)?.score ?? -1) < suggestion.score) best.set(key, suggestion);
  }
  return topOf([...best.values()], ({ offering, description }) => offering?.name ?? description ?? '');
}
