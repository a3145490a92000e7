/**
 * Text as banks take it: Latin letters, digits and / - ? : ( ) . , ' + and blanks (EPC217-08). Letters of other alphabets of Europe are
 * written in Latin ones, a sign that has none is left out, and what is too long is cut. Slashes at the ends, or two together, are
 * refused by banks and go. sepaText('Żółw & Söhne GmbH', 70) is 'Zolw + Sohne GmbH'.
 */
export function sepaText(text: string, maxLength: number): string {
  const latin = [...text].map((character) => SPECIAL.get(character) ?? character).join('');
  return latin
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9/\-?:().,'+ ]+/g, (signs) => (/\s/.test(signs) ? ' ' : ''))
    .replace(/\/{2,}/g, '/')
    .replace(/\s+/g, ' ')
    .slice(0, maxLength)
    .replace(/^[/ ]+|[/ ]+$/g, '');
}

const pairs = (from: string, to: string): [string, string][] => {
  const written = to.split(' ');
  return [...from].flatMap((character, i): [string, string][] => {
    const latin = written[i]!;
    const capital = character.toUpperCase();
    const both: [string, string][] = [[character, latin]];
    if (capital.length === 1 && capital !== character) {
      both.push([capital, latin.charAt(0).toUpperCase() + latin.slice(1)]);
    }
    return both;
  });
};

// Letters that no decomposition of Unicode makes Latin.
const SPECIAL: ReadonlyMap<string, string> = new Map([
  ...pairs('ßæœøłđðþħıŋ', 'ss ae oe o l d d th h i n'),
  ...pairs('αβγδεζηθικλμνξοπρστυφχψω', 'a v g d e z i th i k l m n x o p r s t y f ch ps o'),
  ...pairs('άέήίόύώς', 'a e i i o y o s'),
  ...pairs(
    'абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ',
    'a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y y e yu ya i yi ye g',
  ),
  ['&', '+'],
  ['@', '(at)'],
  ['_', '-'],
  ['–', '-'],
  ['—', '-'],
  ['’', "'"],
  ['‘', "'"],
  ['"', "'"],
  ['“', "'"],
  ['”', "'"],
  ['„', "'"],
  [';', ','],
  ['\n', ' '],
  ['\t', ' '],
]);
