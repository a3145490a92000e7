/** Numbers that look like chance and are the same every time: mulberry32, seeded by a text. */
export type Random = {
  /** A whole number, from and to included. */
  between(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item;
};

export function randomOf(seed: string): Random {
  let state = 2166136261;
  for (const character of seed) state = Math.imul(state ^ character.charCodeAt(0), 16777619);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const between = (from: number, to: number) => from + (next() % (to - from + 1));
  return { between, pick: (items) => items[between(0, items.length - 1)]! };
}
