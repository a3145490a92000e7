/**
 * The code of a unit (UN/ECE Recommendation 20) by its name, as meters and partners write it; null for one that has none, which is then
 * said in words. Example: "GB" is E34, "Hours" is HUR.
 */
export function unitCode(unit: string): string | null {
  return CODES[unit.trim().toLowerCase()] ?? null;
}

const CODES: Readonly<Record<string, string>> = {
  ...named('C62', 'u', 'unit', 'units', 'piece', 'pieces', 'each', 'item', 'items', 'one'),
  ...named('SEC', 's', 'sec', 'second', 'seconds'),
  ...named('MIN', 'min', 'minute', 'minutes'),
  ...named('HUR', 'h', 'hour', 'hours'),
  ...named('DAY', 'd', 'day', 'days'),
  ...named('MON', 'month', 'months'),
  ...named('AD', 'b', 'byte', 'bytes'),
  ...named('2P', 'kb', 'kilobyte', 'kilobytes'),
  ...named('4L', 'mb', 'megabyte', 'megabytes'),
  ...named('E34', 'gb', 'gigabyte', 'gigabytes'),
  ...named('E35', 'tb', 'terabyte', 'terabytes'),
  ...named('KWH', 'kwh', 'kilowatt hour', 'kilowatt hours'),
  ...named('MWH', 'mwh', 'megawatt hour', 'megawatt hours'),
  ...named('E48', 'service', 'service unit'),
};

function named(code: string, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, code]));
}
