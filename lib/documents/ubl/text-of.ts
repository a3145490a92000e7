/** What people wrote, as XML 1.0 can hold it: without control characters, on one line, never empty. */
export function textOf(text: string): string {
  const kept = [...text].filter((character) => {
    const code = character.codePointAt(0)!;
    const isLoneSurrogate = code >= 0xd800 && code <= 0xdfff;
    return (
      (code >= 0x20 || code === 0x9 || code === 0xa || code === 0xd) &&
      !isLoneSurrogate &&
      code !== 0xfffe &&
      code !== 0xffff
    );
  });
  return kept.join('').replace(/\s+/g, ' ').trim() || '–';
}
