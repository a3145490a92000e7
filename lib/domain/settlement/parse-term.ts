import { type Currency, currencyExponent } from '@/lib/domain/money/currency';
import { DECIMAL_SCALE, type Decimal, formatDecimal, formatScaled } from '@/lib/domain/money/decimal';
import { errorIssue, fail, type Issue, ok, type Result } from '@/lib/domain/money/issue';
import { formatMinor } from '@/lib/domain/money/money';
import { FieldReader, isObject, joinPath, shown } from '@/lib/domain/pricing/field-reader';
import { parseTiers } from '@/lib/domain/pricing/parse-tiers';
import type { Basis, RateTier, Term, TermRule } from '@/lib/domain/settlement/terms';
import { validateTerm } from '@/lib/domain/settlement/validate-chain';

/** A term as it is stored and sent: amounts and rates as decimal strings, amounts in major units of the agreement's currency. */
export type TermSource = { termId: string; kind: string; basis: string; terms: unknown };

/**
 * Reads a term. `terms` holds, by kind:
 * percentage { ratePercent } · graduated_percentage { tiers: [{ upTo, ratePercent }] } · fixed_per_unit { amountPerUnit } ·
 * wholesale { model: graduated | volume, tiers: [{ upTo, unitPrice, flatFee? }] } · cost_plus { costPerUnit?, markupPercent };
 * and with any kind { cap?, minimumGuarantee? }.
 * Fails with every mistake at once, with the codes of parsePrice for the form and of validateChain for the sense.
 * Example: kind 'percentage', terms { ratePercent: '70' } is 700000 parts per million.
 */
export function parseTerm(
  { termId, kind, basis, terms }: TermSource,
  currency: Currency,
  path = 'terms',
): Result<Term> {
  if (!isObject(terms)) {
    return fail(errorIssue('invalid_type', path, `Terms are an object, not ${shown(terms)}.`));
  }
  const issues: Issue[] = [];
  if (!isBasis(basis)) {
    issues.push(
      errorIssue('unknown_basis', 'basis', `The basis is billed or collected, not ${shown(basis)}.`),
    );
  }
  const reader = new FieldReader(terms, path, issues);
  const rule = readRule(kind, reader, currency);
  if (rule === null) {
    issues.push(errorIssue('unknown_kind', 'kind', `There is no settlement term of kind ${shown(kind)}.`));
    return fail(issues);
  }
  const capMinor = readMinor(reader, 'cap', currency);
  const minimumGuaranteeMinor = readMinor(reader, 'minimumGuarantee', currency);
  reader.reportUnknown(`A ${kind} term`);
  if (issues.length > 0 || !isBasis(basis)) return fail(issues);

  const term: Term = { ...rule, termId, basis, capMinor, minimumGuaranteeMinor };
  const senseless = validateTerm(term, path);
  return senseless.length > 0 ? fail(senseless) : ok(term);
}

/** The `terms` object that parseTerm reads back. */
export function serializeTerm(term: Term, currency: Currency): Record<string, unknown> {
  const bounds: Record<string, unknown> = {};
  if (term.capMinor != null) bounds.cap = formatMinor(term.capMinor, currency);
  if (term.minimumGuaranteeMinor != null) {
    bounds.minimumGuarantee = formatMinor(term.minimumGuaranteeMinor, currency);
  }
  return { ...serializeRule(term, currency), ...bounds };
}

function isBasis(text: string): text is Basis {
  return text === 'billed' || text === 'collected';
}

function readRule(kind: string, reader: FieldReader, currency: Currency): TermRule | null {
  switch (kind) {
    case 'percentage':
      return { kind, ratePpm: readPpm(reader, 'ratePercent') };
    case 'graduated_percentage':
      return { kind, tiers: readRateTiers(reader, currency) };
    case 'fixed_per_unit':
      return { kind, amountPerUnit: readDecimalField(reader, 'amountPerUnit') };
    case 'wholesale': {
      const model = reader.oneOf('model', ['graduated', 'volume'], 'unknown_model', true) ?? 'graduated';
      return { kind, model, tiers: parseTiers(reader, model) ?? [] };
    }
    case 'cost_plus':
      return {
        kind,
        costPerUnit: reader.decimal('costPerUnit') ?? null,
        markupPpm: readPpm(reader, 'markupPercent'),
      };
    default:
      return null;
  }
}

function readDecimalField(reader: FieldReader, name: string): Decimal {
  return reader.decimal(name, { required: true }) ?? (0n as Decimal);
}

// A per cent in parts per million keeps four of a decimal's fifteen places.
const PPM_UNIT = 10n ** BigInt(DECIMAL_SCALE - 4);

function readPpm(reader: FieldReader, name: string): bigint {
  const percent = readDecimalField(reader, name);
  if (percent % PPM_UNIT !== 0n) {
    reader.report(
      'too_many_decimals',
      name,
      `${name} has at most 4 decimals, and ${formatDecimal(percent)} has more.`,
    );
  }
  return percent / PPM_UNIT;
}

function readMinor(reader: FieldReader, name: string, currency: Currency): bigint | null {
  const amount = reader.decimal(name);
  if (amount === undefined) return null;
  const unit = 10n ** BigInt(DECIMAL_SCALE - currencyExponent(currency));
  if (amount % unit !== 0n) {
    const message = `${name} has more decimals than ${currency}: ${formatDecimal(amount)}.`;
    reader.report('too_many_decimals', name, message);
  }
  return amount / unit;
}

function readRateTiers(reader: FieldReader, currency: Currency): RateTier[] {
  const tiers: RateTier[] = [];
  for (const [index, json] of (reader.list('tiers', true) ?? []).entries()) {
    const path = joinPath(reader.pathOf('tiers'), index);
    if (!isObject(json)) {
      reader.issues.push(errorIssue('invalid_type', path, `A tier is an object, not ${shown(json)}.`));
      continue;
    }
    const fields = new FieldReader(json, path, reader.issues);
    tiers.push({ upToMinor: readMinor(fields, 'upTo', currency), ratePpm: readPpm(fields, 'ratePercent') });
    fields.reportUnknown('A tier of a graduated share');
  }
  return tiers;
}

function serializeRule(rule: TermRule, currency: Currency): Record<string, unknown> {
  switch (rule.kind) {
    case 'percentage':
      return { ratePercent: formatScaled(rule.ratePpm, 4) };
    case 'graduated_percentage':
      return {
        tiers: rule.tiers.map(({ upToMinor, ratePpm }) => ({
          upTo: upToMinor === null ? null : formatMinor(upToMinor, currency),
          ratePercent: formatScaled(ratePpm, 4),
        })),
      };
    case 'fixed_per_unit':
      return { amountPerUnit: formatDecimal(rule.amountPerUnit) };
    case 'wholesale':
      return {
        model: rule.model,
        tiers: rule.tiers.map(({ upTo, unitPrice, flatFee }) => ({
          upTo: upTo === null ? null : formatDecimal(upTo),
          unitPrice: formatDecimal(unitPrice),
          flatFee: formatDecimal(flatFee),
        })),
      };
    case 'cost_plus':
      return {
        costPerUnit: rule.costPerUnit === null ? null : formatDecimal(rule.costPerUnit),
        markupPercent: formatScaled(rule.markupPpm, 4),
      };
  }
}
