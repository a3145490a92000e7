import type {
  CsvAmount,
  CsvBillMapping,
  CsvText,
  CsvTime,
  RowSkip,
} from '@/lib/domain/billing/partner-bill/csv-mapping';
import type { ChargeCategory } from '@/lib/domain/billing/partner-bill/partner-line';

/** Where a part of a charge comes from, as the form holds it: columns, always the same text, or not at all. */
export type SourceDraft = { kind: 'none' | 'fields' | 'constant'; fields: string[]; constant: string };

/** Texts of a charge, each from a column of its own. */
export const TEXT_PARTS = [
  'account',
  'payer',
  'accountName',
  'service',
  'category',
  'description',
  'unit',
  'currency',
  'taxCode',
] as const;
export type TextPart = (typeof TEXT_PARTS)[number];

export type SkipDraft = { field: string; kind: 'empty' | 'is' | 'startsWith'; values: string };

export type BillDraft = {
  csv: NonNullable<CsvBillMapping['csv']>;
  skips: SkipDraft[];
  texts: Record<TextPart, SourceDraft>;
  chargeCategory: SourceDraft;
  categoryValues: Record<string, ChargeCategory>;
  categoryOtherwise: ChargeCategory | '';
  quantity: SourceDraft;
  amount: SourceDraft;
  lineId: SourceDraft;
  decimalSeparator: '.' | ',';
  thousandsSeparator: '' | '.' | ',' | ' ' | "'";
  divideBy: string;
  sign: 'as_written' | 'reversed';
  creditField: string;
  creditValues: string;
  period: 'cycle' | 'columns';
  from: SourceDraft;
  fromFormat: string;
  to: SourceDraft;
  toFormat: string;
  toIsLastDay: boolean;
  timeZone: string;
  /** What the form does not show stays as it is. */
  origin: CsvBillMapping;
};

export const sourceOf = (mapped: CsvText | undefined): SourceDraft => ({
  kind: mapped === undefined ? 'none' : mapped.constant === undefined ? 'fields' : 'constant',
  fields: [...(mapped?.fields ?? [])],
  constant: mapped?.constant ?? '',
});

/** A mapping laid out for the form. `toBillMapping(toBillDraft(m))` is `m`, but for what says the same in other words. */
export function toBillDraft(mapping: CsvBillMapping): BillDraft {
  const { amount, period, chargeCategory } = mapping;
  const columns = period.kind === 'columns' ? period : null;
  return {
    origin: mapping,
    csv: mapping.csv ?? {},
    skips: (mapping.skip ?? []).flatMap(skipDrafts),
    texts: Object.fromEntries(
      TEXT_PARTS.map((part) => [part, sourceOf(mapping[part])]),
    ) as BillDraft['texts'],
    chargeCategory: sourceOf(chargeCategory as CsvText | undefined),
    categoryValues: { ...chargeCategory?.values },
    categoryOtherwise: chargeCategory?.otherwise ?? '',
    quantity: sourceOf(mapping.quantity),
    amount: sourceOf(amount),
    lineId: sourceOf(mapping.lineId),
    decimalSeparator: amount.decimalSeparator ?? '.',
    thousandsSeparator: amount.thousandsSeparator ?? '',
    divideBy: amount.divideBy ?? '',
    sign: amount.sign ?? 'as_written',
    creditField: amount.creditWhen?.field ?? '',
    creditValues: amount.creditWhen?.is.join(', ') ?? '',
    period: period.kind,
    from: sourceOf(columns?.from),
    fromFormat: columns?.from.format ?? 'yyyy-MM-dd',
    to: sourceOf(columns?.to),
    toFormat: columns?.to?.format ?? columns?.from.format ?? 'yyyy-MM-dd',
    toIsLastDay: columns?.toIsLastDay ?? false,
    timeZone: columns?.timeZone ?? '',
  };
}

/** The mapping that the form says; whether it is sound, the server says. */
export function toBillMapping(draft: BillDraft): CsvBillMapping {
  const { origin, texts, skips } = draft;
  const said = (part: TextPart) => textOf(texts[part], origin[part]);
  const optional = Object.fromEntries(
    TEXT_PARTS.filter((part) => part !== 'service' && part !== 'currency').flatMap((part) => {
      const text = said(part);
      return text ? [[part, text]] : [];
    }),
  );
  const { kind, fields, constant } = draft.chargeCategory;
  const category =
    kind === 'constant'
      ? { constant }
      : kind === 'fields' && { ...separatorOf(origin.chargeCategory), fields };
  const quantity = draft.quantity.kind === 'fields' && draft.quantity.fields.length > 0;
  return {
    ...(Object.keys(draft.csv).length > 0 && { csv: draft.csv }),
    ...(skips.length > 0 && { skip: skips.map(skipOf) }),
    ...optional,
    service: said('service') ?? { fields: [] },
    ...(category && {
      chargeCategory: {
        ...category,
        ...(Object.keys(draft.categoryValues).length > 0 && { values: draft.categoryValues }),
        ...(draft.categoryOtherwise !== '' && { otherwise: draft.categoryOtherwise }),
      },
    }),
    ...(quantity && {
      quantity: { ...origin.quantity, ...numberOf(draft, origin.quantity), fields: draft.quantity.fields },
    }),
    currency: said('currency') ?? { fields: [] },
    amount: amountOf(draft),
    period: periodOf(draft),
    ...(draft.lineId.fields.length > 0 &&
      draft.lineId.kind === 'fields' && {
        lineId: { ...separatorOf(origin.lineId), fields: draft.lineId.fields },
      }),
  };
}

function amountOf(draft: BillDraft): CsvAmount {
  const is = listOf(draft.creditValues);
  return {
    fields: draft.amount.fields,
    ...numberOf(draft, undefined),
    ...(draft.divideBy !== '' && { divideBy: draft.divideBy }),
    ...(draft.sign === 'reversed' && { sign: draft.sign }),
    ...(draft.creditField !== '' && is.length > 0 && { creditWhen: { field: draft.creditField, is } }),
  };
}

/** Numbers of one file are written in one way: what the form says of amounts holds for a new quantity as well. */
function numberOf(draft: BillDraft, own: CsvBillMapping['quantity']) {
  const { amount } = draft.origin;
  const isKept =
    own !== undefined &&
    (amount.decimalSeparator ?? '.') === draft.decimalSeparator &&
    (amount.thousandsSeparator ?? '') === draft.thousandsSeparator;
  if (isKept) return {};
  return {
    decimalSeparator: draft.decimalSeparator,
    ...(draft.thousandsSeparator !== '' && { thousandsSeparator: draft.thousandsSeparator }),
  };
}

function periodOf(draft: BillDraft): CsvBillMapping['period'] {
  const { origin, from, to } = draft;
  if (draft.period === 'cycle') return { kind: 'cycle' };
  const before = origin.period.kind === 'columns' ? origin.period : null;
  const time = (source: SourceDraft, format: string, own: CsvTime | undefined): CsvTime => ({
    ...separatorOf(own),
    fields: source.fields,
    format,
  });
  return {
    kind: 'columns',
    from: time(from, draft.fromFormat, before?.from),
    ...(to.kind === 'fields' &&
      to.fields.length > 0 && {
        to: time(to, draft.toFormat, before?.to),
        toIsLastDay: draft.toIsLastDay,
      }),
    ...(draft.timeZone !== '' && { timeZone: draft.timeZone }),
  };
}

const separatorOf = (own: { separator?: string } | undefined) =>
  own?.separator === undefined ? {} : { separator: own.separator };

function textOf({ kind, fields, constant }: SourceDraft, own: CsvText | undefined): CsvText | null {
  if (kind === 'none' || (kind === 'fields' && fields.length === 0)) return null;
  if (kind === 'constant') return { constant };
  return { fields, ...separatorOf(own), ...(own?.values && { values: own.values }) };
}

function skipDrafts({ field, is = [], startsWith = [] }: RowSkip): SkipDraft[] {
  const texts = is.filter((text) => text !== '');
  return [
    ...(is.includes('') ? [{ field, kind: 'empty' as const, values: '' }] : []),
    ...(texts.length > 0 ? [{ field, kind: 'is' as const, values: texts.join(', ') }] : []),
    ...(startsWith.length > 0 ? [{ field, kind: 'startsWith' as const, values: startsWith.join(', ') }] : []),
  ];
}

function skipOf({ field, kind, values }: SkipDraft): RowSkip {
  if (kind === 'empty') return { field, is: [''] };
  return kind === 'is' ? { field, is: listOf(values) } : { field, startsWith: listOf(values) };
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
