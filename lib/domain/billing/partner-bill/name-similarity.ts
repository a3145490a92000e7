/**
 * How alike two names are, in thousandths: 1000 is the same once case, accents, punctuation and legal forms are gone; else the share
 * of letter pairs that both have (Dice), or of whole words where that is more. Symmetric; nothing to compare is 0.
 * Example: "Nordwind GmbH" and "NORDWIND" are 1000, "Nordwind Logistik" and "Nordwind Logistics" 909.
 */
export function nameSimilarity(a: string, b: string): number {
  const [wordsA, wordsB] = [nameWords(a), nameWords(b)];
  if (wordsA.length === 0 || wordsB.length === 0) return 0;
  if (wordsA.join('') === wordsB.join('')) return 1000;
  const pairs = dice(pairsOf(wordsA.join(' ')), pairsOf(wordsB.join(' ')));
  return Math.min(999, Math.max(pairs, dice(wordsA, wordsB)));
}

/** A name's words, without what companies of any name have. */
export function nameWords(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .toLowerCase();
  // Abbreviations lose their points first, so that "sp. z o.o." is three words and not four letters.
  const words = plain.replace(/(?<=\b\p{L})\./gu, '').split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word !== '' && !LEGAL_FORMS.has(word));
}

const LEGAL_FORMS = new Set(
  'gmbh ag kg ohg ug se sa sas sarl srl spa bv nv ltd limited llc inc plc corp oy ab as aps sp z oo zoo spolka the co'.split(
    ' ',
  ),
);

/** Letters and digits alone, as ids and VAT numbers are compared. */
export const compactId = (id: string): string => id.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

function pairsOf(text: string): string[] {
  if (text.length < 2) return [text];
  return Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));
}

function dice(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const item of a) counts.set(item, (counts.get(item) ?? 0) + 1);
  let shared = 0;
  for (const item of b) {
    const left = counts.get(item) ?? 0;
    if (left === 0) continue;
    shared += 1;
    counts.set(item, left - 1);
  }
  return Math.floor((2000 * shared) / (a.length + b.length));
}
