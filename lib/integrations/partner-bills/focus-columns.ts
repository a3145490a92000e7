import { AppError, type ErrorIssue } from '@/lib/errors';
import { showableCell } from '@/lib/integrations/partner-bills/decode-cell';

/** The columns of FOCUS 1.0 to 1.2 that we read; every other column is kept with its row. */
export const focusFields = [
  'BilledCost',
  'BillingCurrency',
  'BillingAccountId',
  'BillingAccountName',
  'SubAccountId',
  'SubAccountName',
  'ChargeCategory',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ChargeDescription',
  'SkuMeter',
  'ServiceName',
  'ServiceCategory',
  'ProviderName',
  'PricingQuantity',
  'PricingUnit',
  'ConsumedQuantity',
  'ConsumedUnit',
  'Id',
] as const;

export type FocusField = (typeof focusFields)[number];

/** The file's own column names, and where in a row each field is; -1 for a field the file does not have. */
export type FocusHeader = { names: readonly string[]; positions: Readonly<Record<FocusField, number>> };

/**
 * Finds the fields in the header. Names are compared without case and outer blanks, because warehouses export them in
 * their own; the order is free. Fails: `not_focus`, `missing_column`, `repeated_column`.
 */
export function readFocusHeader(cells: readonly string[]): FocusHeader {
  const names = cells.map((cell) => showableCell(cell).trim());
  const keys = names.map((name) => name.toLowerCase());
  const positions = Object.fromEntries(
    focusFields.map((field) => [field, keys.indexOf(field.toLowerCase())]),
  ) as FocusHeader['positions'];

  const missing = REQUIRED_FOCUS_COLUMNS.filter((field) => positions[field] === -1);
  if (missing.length === REQUIRED_FOCUS_COLUMNS.length) throw refuse([notFocus()]);
  if (missing.length > 0) throw refuse(missing.map(missingColumn));
  const repeated = focusFields.filter(
    (field) => keys.indexOf(field.toLowerCase()) !== keys.lastIndexOf(field.toLowerCase()),
  );
  if (repeated.length > 0) throw refuse(repeated.map(repeatedColumn));
  return { names: namesApart(names), positions };
}

/** Without these a file is no bill in FOCUS, whatever its version. */
export const REQUIRED_FOCUS_COLUMNS: readonly FocusField[] = [
  'BilledCost',
  'BillingCurrency',
  'BillingAccountId',
  'ChargeCategory',
  'ChargePeriodStart',
  'ChargePeriodEnd',
];

function refuse(issues: ErrorIssue[]): AppError {
  const { code, message } = issues[0]!;
  const summary = `The header has ${issues.length} faults. Correct them and send the file again.`;
  return new AppError('invalid', code, issues.length === 1 ? message : summary, issues);
}

const missingColumn = (field: FocusField): ErrorIssue => ({
  code: 'missing_column',
  path: `header.${field}`,
  message: `The column "${field}" is missing. Export the file with it and send it again.`,
});

const repeatedColumn = (field: FocusField): ErrorIssue => ({
  code: 'repeated_column',
  path: `header.${field}`,
  message: `The column "${field}" is there twice. Leave one of them out and send the file again.`,
});

const notFocus = (): ErrorIssue => ({
  code: 'not_focus',
  path: 'header',
  message: `The first row does not name the columns of FOCUS (${REQUIRED_FOCUS_COLUMNS.join(', ')}). Send a FOCUS export, its header first.`,
});

/** A nameless or repeated column of no interest to us still keeps its cells: `column 7`, `Tags (9)`. */
function namesApart(names: readonly string[]): string[] {
  return names.map((name, i) => {
    if (name === '') return `column ${i + 1}`;
    return names.indexOf(name) === i ? name : `${name} (${i + 1})`;
  });
}
