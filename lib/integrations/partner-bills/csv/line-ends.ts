/** Whether lines end in a carriage return alone, as in files of old spreadsheets, by so much of a file as has a line end. */
export const endsInReturns = (opening: Buffer): boolean => !opening.includes(LF) && opening.includes(CR);

export function asLineFeeds(bytes: Buffer): Buffer {
  const text = Buffer.from(bytes);
  for (let at = text.indexOf(CR); at !== -1; at = text.indexOf(CR, at + 1)) text[at] = LF;
  return text;
}

const [CR, LF] = [13, 10];
