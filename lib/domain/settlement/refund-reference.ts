/**
 * What a refund is called at the bank, which gives it back in what it tells of it: its id as a reference of 34 signs that banks take.
 * A second try is another refund, and so has another reference.
 */
export const refundReference = (id: string): string => `RF${id.replaceAll('-', '').toUpperCase()}`;

/** The id in such a reference, or null for any other text. */
export function refundIdOf(reference: string): string | null {
  const [, hex] = /^RF([0-9a-f]{32})$/i.exec(reference) ?? [];
  return hex?.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') ?? null;
}
