/** Whether a write failed because a unique index already has such a row, through Prisma (P2002) or plain SQL (23505). */
export function isUniqueViolation(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === 'P2002' || error.code === '23505';
}
