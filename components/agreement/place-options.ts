type Choices = {
  offerings: readonly { id: string; name: string }[];
  categories: readonly string[];
};

/** Categories first, then offerings, as a term's `place` has them. */
export const placeOptions = (
  { offerings, categories }: Choices,
  categoryLabel: (name: string) => string,
): { id: string; label: string }[] => [
  ...categories.map((name) => ({ id: `category:${name}`, label: categoryLabel(name) })),
  ...offerings.map(({ id, name }) => ({ id: `offering:${id}`, label: name })),
];
