/**
 * The address a limit is counted under. Next writes the socket's own address into `x-forwarded-for` when no proxy
 * did; behind a proxy the last entry is the one it saw itself, and what a client wrote before it is not believed.
 */
export const clientAddress = (headers: Pick<Headers, 'get'>): string =>
  headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 64) || 'unknown';
