import type { BillDraft, BillLine } from '@/lib/domain/billing/bill-draft';
import { allocate, type Weight } from '@/lib/domain/money/allocate';
import type { Currency } from '@/lib/domain/money/currency';
import { formatScaled } from '@/lib/domain/money/decimal';
import { formatMinor } from '@/lib/domain/money/money';
import type { Step } from '@/lib/domain/rating/step';
import type { Share } from '@/lib/domain/settlement/share';
import type { ChainLink } from '@/lib/domain/settlement/terms';

/**
 * Who bears a bill discount, where it is not the parties of each line it covers: the operator alone, or parties by parts that were agreed
 * and come to a million.
 */
export type DiscountBearing = { by: 'operator' } | { by: 'agreed'; parts: readonly BearingPart[] };
export type BearingPart = { partyId: string; ratePpm: bigint };

/**
 * The shares of a bill's discount lines that are not shared like what they lower, by line key. What the customer pays, and the shares in
 * the lines themselves, stay as they would be without the discount; only who bears it differs.
 * Agreed parts are taken of the whole discount, of what it takes off charges and of what it gives back on credits, each by largest remainder;
 * line by line every party then bears by what it has left to bear, by largest remainder again. So the shares of each line sum to the line,
 * and each party's to its part of the discount, to the minor unit. A share counts under the party's own term in the line, if it has one, so
 * that it falls due with it; terms that count over a period do not see it.
 * Example: 10.00 off lines of two partners as −3.33 and −6.67, borne half and half: −1.67 and −3.33, −1.66 and −3.34.
 */
export function bearDiscounts(
  { sections, currency, operatorId }: Pick<BillDraft, 'sections' | 'currency' | 'operatorId'>,
  chainFor: (line: BillLine) => readonly ChainLink[],
  bearings: ReadonlyMap<string, DiscountBearing>,
  { explain = true } = {},
): Map<string, Share[]> {
  const borne = new Map<string, Share[]>();
  const agreed = new Map<string, AgreedLines>();
  for (const { lines } of sections) {
    for (const line of lines) {
      const discountKey = discountKeyOf(line);
      const bearing = discountKey === null ? undefined : bearings.get(discountKey);
      if (bearing === undefined) continue;
      if (bearing.by === 'operator') {
        const result = formatMinor(line.amountMinor, currency);
        const steps = explain ? [{ code: 'discount_borne_operator', result }] : NO_STEPS;
        borne.set(line.lineKey, [shareOf(operatorId, line.amountMinor, null, steps)]);
      } else {
        const key = `${discountKey} ${line.amountMinor < 0n}`;
        const together = agreed.get(key) ?? { parts: bearing.parts, lines: [] };
        together.lines.push(line);
        agreed.set(key, together);
      }
    }
  }
  for (const together of agreed.values()) {
    bearAgreed(together, { chainFor, operatorId, explainIn: explain ? currency : null }, borne);
  }
  return borne;
}

/** What a discount lowers, or what it gives back: lines of one sign, in the order of the bill. */
type AgreedLines = { parts: readonly BearingPart[]; lines: BillLine[] };
type Context = {
  chainFor: (line: BillLine) => readonly ChainLink[];
  operatorId: string;
  explainIn: Currency | null;
};

function bearAgreed({ parts, lines }: AgreedLines, context: Context, borne: Map<string, Share[]>): void {
  const totalMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const whole = allocate(totalMinor, weightsOf(parts));
  const left = new Map(whole);
  for (const line of lines) {
    const terms = new Map(context.chainFor(line).map(({ partyId, term }) => [partyId, term.termId]));
    const shares: Share[] = [];
    for (const [partyId, amountMinor] of allocate(line.amountMinor, sizesOf(left))) {
      left.set(partyId, left.get(partyId)! - amountMinor);
      if (amountMinor === 0n && partyId !== context.operatorId) continue;
      const ratePpm = parts.find((part) => part.partyId === partyId)!.ratePpm;
      const steps = stepsOf({ ratePpm, totalMinor, wholeMinor: whole.get(partyId)!, amountMinor }, context);
      shares.push(shareOf(partyId, amountMinor, terms.get(partyId) ?? null, steps));
    }
    borne.set(line.lineKey, shares);
  }
}

/** The key of the discount that a line is a part of: the last of its own key. */
const discountKeyOf = ({ kind, lineKey }: BillLine): string | null =>
  kind === 'discount' ? lineKey.slice(lineKey.lastIndexOf(':') + 1) : null;

const weightsOf = (parts: readonly BearingPart[]): Weight[] =>
  parts.map(({ partyId, ratePpm }) => ({ key: partyId, weight: ratePpm }));

const sizesOf = (amounts: ReadonlyMap<string, bigint>): Weight[] =>
  [...amounts].map(([key, amountMinor]) => ({ key, weight: amountMinor < 0n ? -amountMinor : amountMinor }));

const NO_STEPS: readonly Step[] = Object.freeze([]);

const shareOf = (
  partyId: string,
  amountMinor: bigint,
  termId: string | null,
  steps: readonly Step[],
): Share => ({ partyId, amountMinor, receivedMinor: amountMinor, earnedMinor: amountMinor, termId, steps });

function stepsOf(
  part: { ratePpm: bigint; totalMinor: bigint; wholeMinor: bigint; amountMinor: bigint },
  { explainIn }: Context,
): readonly Step[] {
  if (explainIn === null) return NO_STEPS;
  const step: Step = {
    code: 'discount_borne_agreed',
    percent: formatScaled(part.ratePpm, 4),
    discount: formatMinor(part.totalMinor, explainIn),
    total: formatMinor(part.wholeMinor, explainIn),
    result: formatMinor(part.amountMinor, explainIn),
  };
  return [step];
}
