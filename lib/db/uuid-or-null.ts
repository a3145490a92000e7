/** A text that may be an id, as a parameter for an id column: compared as text, a column's index is of no use. In either case of letters. */
export const uuidOrNull = (text: string): string | null => (UUID.test(text) ? text.toLowerCase() : null);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
