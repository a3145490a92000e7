/**
 * Numbers that a payer may have meant: each word as it is written, without the signs around it, and the words that a bank cut or a payer
 * spaced put together again ("B-000 123", "B 000123"). Capitals; at most 200, so that a long text is no long search.
 * bankReferences(['Bill B-000123, thanks']) has 'B-000123'.
 */
export function bankReferences(texts: readonly (string | null)[]): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    const words = (text ?? '')
      .toUpperCase()
      .split(/[\s,;:()"']+/)
      .map(bare)
      .filter((word) => word !== '');
    for (const [i, word] of words.entries()) {
      if (found.size >= MAX_REFERENCES) return [...found];
      add(found, word);
      // Banks write kinds of references between slashes: /RFB/A-0000001.
      for (const piece of word.split('/')) add(found, bare(piece));
      const next = words[i + 1];
      if (next === undefined) continue;
      // A number cut in two, and one whose sign became a blank.
      add(found, word + next);
      if (/^[A-Z]{1,6}$/.test(word) && /^\d/.test(next)) add(found, `${word}-${next}`);
    }
  }
  return [...found];
}

const MAX_REFERENCES = 200;

const bare = (word: string): string => word.replace(/^[^A-Z0-9]+|[^A-Z0-9]+$/g, '');

/** Without a digit it is a word and no number; letters right before the digits may have lost their sign. */
function add(found: Set<string>, word: string): void {
  if (word.length < 4 || word.length > 40 || !/\d/.test(word)) return;
  found.add(word);
  const glued = /^([A-Z]{1,6})(\d{6,})$/.exec(word);
  if (glued) found.add(`${glued[1]}-${glued[2]}`);
}
