import { appendEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';
import { endUsageFile, findUsageFile, notifyUsageFile } from '@/lib/db/usage-files';

export type FileEnd = { state: 'done' | 'failed' | 'cancelled'; failure: string | null };

/**
 * Ends a file, under its lock, and tells whoever waits for it: those who follow it and, by webhook, its sender. What was taken of
 * it stays taken, and is in the event.
 */
export async function endFile(sql: Sql, operatorId: string, fileId: string, end: FileEnd): Promise<void> {
  // A reading takes long: when it ended is not when it began.
  await endUsageFile(sql, fileId, { ...end, now: new Date().toISOString() });
  const { name, sender, rows } = (await findUsageFile(sql, fileId))!;
  await appendEvent(sql, operatorId, {
    type: `usage-file.${end.state}`,
    entityType: 'usage_file',
    entityId: fileId,
    payload: { name, senderId: sender.id, rows, failure: end.failure },
    partyIds: [sender.id],
  });
  await notifyUsageFile(sql, operatorId, fileId);
}
