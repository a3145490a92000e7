/** An event's values of a meter's dimensions; what it does not say is left out. */
export function dimensionsOf(
  names: readonly string[],
  attributes: Readonly<Record<string, string>>,
): { key: string; dimensions: Record<string, string> } {
  if (names.length === 0) return NONE;
  const present = names.filter((name) => Object.hasOwn(attributes, name)).sort();
  return {
    key: present
      .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(attributes[name]!)}`)
      .join('&'),
    dimensions: Object.fromEntries(present.map((name) => [name, attributes[name]!])),
  };
}

const NONE = { key: '', dimensions: {} };
