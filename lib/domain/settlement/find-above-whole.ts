import { WHOLE_PPM } from '@/lib/domain/settlement/above-whole';
import type { PaidPlace } from '@/lib/domain/settlement/arrange-chain';
import { chooseTerm, type TermPlace } from '@/lib/domain/settlement/choose-term';
import { covers, type Validity, versionOn } from '@/lib/domain/settlement/in-force';
import { highestRatePpm, type TermRule } from '@/lib/domain/settlement/terms';

/** Who stands behind an offering from a day on, until its next chain begins; the first one holds since ever. */
export type OfferedChain = {
  offering: { id: string; name: string; category: string };
  validFrom: string;
  places: readonly PaidPlace[];
};

/** A version of an agreement with its terms. */
export type VersionTerms = Validity &
  PaidPlace & { id: string; terms: readonly (TermPlace & { rule: TermRule })[] };

/** Whom one payer pays of an offering on a day, and by which term (its index in the version). */
export type AboveWhole = {
  chain: OfferedChain;
  payerId: string;
  /** The first day of it; empty: since ever. */
  on: string;
  ratePpm: bigint;
  parts: readonly { versionId: string; partnerId: string; ratePpm: bigint; termIndex: number }[];
};

/**
 * The days from which on the percentages of those whom one payer pays of an offering can come to more than 100 % of what it receives, by
 * the versions in force then; a graduated percentage counts with its highest tier. Chains of one offering in the order of their days.
 * Example: 70 % to A, and to B 30 % until March and 40 % from 1 March on: that is 110 % on 1 March.
 */
export function findAboveWhole(
  chains: readonly OfferedChain[],
  versions: readonly VersionTerms[],
): AboveWhole[] {
  return chains.flatMap((chain, index) => {
    const isFirst = chains[index - 1]?.offering.id !== chain.offering.id;
    const next = chains[index + 1];
    const span: Validity = {
      validFrom: isFirst ? '' : chain.validFrom,
      validTo: next?.offering.id === chain.offering.id ? next.validFrom : null,
    };
    return payersOfSeveral(chain).flatMap((payerId) => {
      const paid = chain.places
        .filter((place) => place.payerId === payerId)
        .map(({ partnerId }) => versions.filter((v) => v.payerId === payerId && v.partnerId === partnerId));
      const begins = paid.flat().map(({ validFrom }) => validFrom);
      const days = [span.validFrom, ...begins.filter((day) => covers(span, day))];
      return [...new Set(days)].sort().flatMap((on) => sumOn(on, payerId, chain, paid) ?? []);
    });
  });
}

function payersOfSeveral({ places }: OfferedChain): string[] {
  const payers = places.map(({ payerId }) => payerId);
  return [...new Set(payers.filter((payerId, index) => payers.indexOf(payerId) !== index))];
}

function sumOn(
  on: string,
  payerId: string,
  chain: OfferedChain,
  paid: readonly (readonly VersionTerms[])[],
): AboveWhole | null {
  const parts = paid.flatMap((ofPartner) => {
    const version = versionOn(ofPartner, on);
    const term = version && chooseTerm(version.terms, chain.offering);
    const ratePpm = term && highestRatePpm(term.rule);
    if (!version || !term || ratePpm === null) return [];
    const { id: versionId, partnerId, terms } = version;
    return [{ versionId, partnerId, ratePpm, termIndex: terms.indexOf(term) }];
  });
  const ratePpm = parts.reduce((sum, part) => sum + part.ratePpm, 0n);
  return parts.length > 1 && ratePpm > WHOLE_PPM ? { chain, payerId, on, ratePpm, parts } : null;
}
