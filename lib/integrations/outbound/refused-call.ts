/** A call that is not made, whatever stands at the other end; `code` says why. */
export class RefusedCall extends Error {
  override name = 'RefusedCall';
  constructor(
    readonly code: 'bad_url' | 'not_https' | 'address_not_public' | 'unknown_host',
    message: string,
  ) {
    super(message);
  }
}
