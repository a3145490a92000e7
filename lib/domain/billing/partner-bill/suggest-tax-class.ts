import { compactId } from '@/lib/domain/billing/partner-bill/name-similarity';
import { type Suggestion, topOf } from '@/lib/domain/billing/partner-bill/suggest-account';

export type TaxClassCandidate = {
  taxClass: string;
  rates: readonly { country: string; category: string; ratePpm: bigint }[];
};

/**
 * Which of our tax classes a partner's code may be: by the rate it names, best in the partner's own country and of the category it names
 * (UNCL 5305, as `S:23`), else by its name. The best three.
 * Example: `S:23` of a Polish partner is `standard` where that is 23 % in Poland; `VAT-STANDARD` is by its name.
 */
export function suggestTaxClasses(
  code: string,
  country: string,
  classes: readonly TaxClassCandidate[],
): Suggestion<string>[] {
  const category = /^([A-Z]{1,2})(?![A-Za-z])/.exec(code.trim())?.[1] ?? null;
  const ratePpm = readRate(code);
  const found = classes.flatMap(({ taxClass, rates }): Suggestion<string>[] => {
    const reasons = rates.flatMap((rate) => rateReason(rate, { category, ratePpm, country }));
    if (compactId(code).includes(compactId(taxClass))) {
      reasons.push({ score: 800, reason: `The code names the class “${taxClass}”.` });
    }
    const [best] = reasons.sort((a, b) => b.score - a.score);
    return best ? [{ target: taxClass, ...best }] : [];
  });
  return topOf(found, (taxClass) => taxClass);
}

type Asked = { category: string | null; ratePpm: bigint | null; country: string };

function rateReason(
  rate: TaxClassCandidate['rates'][number],
  { category, ratePpm, country }: Asked,
): { score: number; reason: string }[] {
  const isHome = rate.country === country;
  const sameCategory = category === rate.category;
  const home = isHome ? 'the partner’s country' : rate.country;
  if (ratePpm === rate.ratePpm && (category === null || sameCategory || !KNOWN_CATEGORIES.has(category))) {
    const score = 840 + (isHome ? 80 : 0) + (sameCategory ? 60 : 0);
    return [
      {
        score,
        reason: `${percent(rate.ratePpm)} is its rate in ${home}${sameCategory ? `, category ${category}` : ''}.`,
      },
    ];
  }
  if (ratePpm !== null || !sameCategory || category === 'S') return [];
  return [{ score: isHome ? 700 : 620, reason: `Category ${category} in ${home}.` }];
}

const KNOWN_CATEGORIES = new Set(['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M']);

/** The number in the code as a percentage; two numbers are no rate. */
function readRate(code: string): bigint | null {
  const numbers = code.match(/\d+(?:[.,]\d{1,4})?/g) ?? [];
  if (numbers.length !== 1) return null;
  const [whole = '0', decimals = ''] = numbers[0]!.replace(',', '.').split('.');
  const ppm = BigInt(whole) * 10_000n + BigInt(decimals.padEnd(4, '0'));
  return ppm <= 1_000_000n ? ppm : null;
}

function percent(ratePpm: bigint): string {
  const decimals = String(ratePpm % 10_000n)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${ratePpm / 10_000n}${decimals === '' ? '' : `.${decimals}`} %`;
}
