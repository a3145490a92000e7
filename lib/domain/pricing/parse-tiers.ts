import { DECIMAL_ZERO, type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { errorIssue } from '@/lib/domain/money/issue';
import { FieldReader, isObject, joinPath, shown } from '@/lib/domain/pricing/field-reader';
import type { Tier, TieredPrice } from '@/lib/domain/pricing/price';

/** Reads `tiers`: bounds rising from zero, only the last one open. Undefined, with issues, when they are not. */
export function parseTiers(reader: FieldReader, model: TieredPrice['model']): readonly Tier[] | undefined {
  const list = reader.list('tiers', true);
  if (list === undefined) return undefined;
  if (list.length === 0) {
    reader.report('tiers_empty', 'tiers', 'tiers has at least one tier.');
    return undefined;
  }
  const issuesBefore = reader.issues.length;
  const tiers: Tier[] = [];
  let previous = DECIMAL_ZERO;
  for (const [index, json] of list.entries()) {
    const path = joinPath(reader.pathOf('tiers'), index);
    if (!isObject(json)) {
      reader.issues.push(errorIssue('invalid_type', path, `A tier is an object, not ${shown(json)}.`));
      continue;
    }
    const fields = new FieldReader(json, path, reader.issues);
    const upTo = fields.decimal('upTo') ?? null;
    checkBound(fields, { given: json.upTo ?? null, upTo, previous, isLast: index === list.length - 1 });
    tiers.push({ upTo, ...readTierPrices(fields, model) });
    fields.reportUnknown(`A tier of a ${model} price`);
    previous = upTo ?? previous;
  }
  return reader.issues.length === issuesBefore ? tiers : undefined;
}

type Bound = { given: unknown; upTo: Decimal | null; previous: Decimal; isLast: boolean };

function checkBound(fields: FieldReader, { given, upTo, previous, isLast }: Bound): void {
  if (isLast && given !== null) {
    fields.report(
      'last_tier_bounded',
      'upTo',
      'The last tier has upTo null, so that every quantity has a price.',
    );
  } else if (!isLast && given === null) {
    fields.report('tier_unbounded', 'upTo', 'Only the last tier has upTo null.');
  } else if (upTo !== null && upTo <= previous) {
    const message = `Tiers rise: upTo ${formatDecimal(upTo)} is not above ${formatDecimal(previous)}.`;
    fields.report('tiers_not_ascending', 'upTo', message);
  }
}

function readTierPrices(fields: FieldReader, model: TieredPrice['model']): Omit<Tier, 'upTo'> {
  const isStairstep = model === 'stairstep';
  const unitField = model === 'graduated_percentage' ? 'rate' : 'unitPrice';
  const unitPrice = fields.decimal(unitField, { required: !isStairstep }) ?? DECIMAL_ZERO;
  if (isStairstep && unitPrice !== 0n) {
    fields.report(
      'unit_price_in_stairstep',
      unitField,
      'A stairstep tier has a flatFee and no price per unit.',
    );
  }
  return { unitPrice, flatFee: fields.decimal('flatFee', { required: isStairstep }) ?? DECIMAL_ZERO };
}
