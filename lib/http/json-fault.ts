/** Where a text stops being JSON: 1-based line and column. The engine's own message leaves it out for some faults. */
export function jsonFault(text: string): { line: number; column: number } {
  const at = faultAt(text);
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { line, column: at - before.lastIndexOf('\n') };
}

const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?(?![\d.\w])|(?:true|false|null)(?!\w)|[{}[\],:]/y;
const BLANK = /[\t\n\r ]*/y;

/** What may come next: a value, a value or the end of a list, a name or the end, a name, a colon, or a comma or the end. */
type Wanted = 'value' | 'value or ]' | 'name or }' | 'name' | ':' | 'more';

function faultAt(text: string): number {
  const open: ('[' | '{')[] = [];
  let wanted: Wanted = 'value';
  let at = 0;
  for (;;) {
    BLANK.lastIndex = at;
    BLANK.exec(text);
    const from = BLANK.lastIndex;
    const token = tokenAt(text, from);
    const next: Wanted | null = token === null ? null : after(token, wanted, open);
    if (token === null || next === null) return from;
    wanted = next;
    at = from + token.length;
  }
}

function tokenAt(text: string, from: number): string | null {
  if (text[from] === '"') return stringAt(text, from);
  WORD.lastIndex = from;
  return WORD.exec(text)?.[0] ?? null;
}

/** By hand: an expression would need its stack for a string of megabytes. */
function stringAt(text: string, from: number): string | null {
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '"') return text.slice(from, at + 1);
    if (character < ' ') return null;
    if (character !== '\\') continue;
    at += 1;
    if (text[at] === 'u' && /^[\dA-Fa-f]{4}$/.test(text.slice(at + 1, at + 5))) at += 4;
    else if (!'"\\/bfnrt'.includes(text[at] ?? ' ')) return null;
  }
  return null;
}

/** Null where the token does not belong. Keeps `open` as it reads. */
function after(token: string, wanted: Wanted, open: ('[' | '{')[]): Wanted | null {
  if (wanted === ':') return token === ':' ? 'value' : null;
  if (wanted === 'name' || (wanted === 'name or }' && token !== '}')) return token[0] === '"' ? ':' : null;
  const within = open.at(-1);
  if (wanted === 'more') {
    if (within === undefined) return null;
    if (token === ',') return within === '[' ? 'value' : 'name';
  }
  if (token === '}' || token === ']') {
    const closes = token === '}' ? '{' : '[';
    if (within !== closes || wanted === 'value') return null;
    open.pop();
    return 'more';
  }
  if (wanted === 'more' || token === ',' || token === ':') return null;
  if (token === '{' || token === '[') {
    open.push(token);
    return token === '{' ? 'name or }' : 'value or ]';
  }
  return 'more';
}
