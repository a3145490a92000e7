import { fileKind } from '@/lib/integrations/file-kind';
import { focusVersionOf } from '@/lib/integrations/partner-bills/focus-version';

/** What a bill is by its first bytes, whatever its name: an invoice, applied rates, FOCUS by its columns, or another CSV. */
export function recogniseFormat(opening: Buffer, columns: readonly string[] | null): string {
  const kind = fileKind(opening);
  if (kind === 'xml') return 'ubl';
  if (kind === 'json') return 'tmf678';
  const version = columns && focusVersionOf(columns);
  return version ? `focus-${version}` : 'csv';
}
