/**
 * Whether a query failed because the database went away or was going, so that the same may work on the next connection:
 * SQLSTATE classes 08 (connection) and 57P (server shutting down), and the errors of a broken socket.
 */
export function isConnectionLoss(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^(08|57P)|^E(CONN|PIPE|TIMEDOUT|HOSTUNREACH)/.test(code)) return true;
  return (
    typeof message === 'string' &&
    /connection (terminated|ended)|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
      message,
    )
  );
}
