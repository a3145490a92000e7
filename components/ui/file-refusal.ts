/** Why a chosen file cannot be taken, before it is sent; null when it can. The server checks again by content. */
export function fileRefusal(
  file: { name: string; type: string; size: number },
  accept: readonly string[],
  maxBytes?: number,
): 'wrongKind' | 'tooLarge' | 'empty' | null {
  if (accept.length > 0 && !accept.some((kind) => isOfKind(file, kind))) return 'wrongKind';
  if (file.size === 0) return 'empty';
  if (maxBytes !== undefined && file.size > maxBytes) return 'tooLarge';
  return null;
}

function isOfKind(file: { name: string; type: string }, kind: string): boolean {
  if (kind.startsWith('.')) return file.name.toLowerCase().endsWith(kind.toLowerCase());
  if (kind.endsWith('/*')) return file.type.startsWith(kind.slice(0, -1));
  return file.type === kind;
}
