/** Pieces stay below the size at which Node keeps a text outside the engine's own heap. */
const PIECE_BYTES = 256 * 1024;

/** A file's bytes in pieces of a size that is quick to work on. */
export async function* inSmallPieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
  }
}

/**
 * What was left of the piece before, and the next piece, as one text with a character a byte. Joined as bytes: of two texts
 * added together the engine copies the whole anew at every search, which made a megabyte of rows eight times slower.
 */
export const joinedText = (rest: string, piece: Buffer): string =>
  rest === ''
    ? piece.toString('latin1')
    : Buffer.concat([Buffer.from(rest, 'latin1'), piece]).toString('latin1');
