import { USAGE_FILE_CHANNEL } from '@/lib/db/usage-files';
import type { ServiceContext } from '@/lib/services/context';
import { following } from '@/lib/services/following';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';
import type { UsageFileDetail } from '@/lib/services/usage-files/usage-file-view';

/** The file as it is now, and again each time its reading has moved (`following`), at most twice a second. Fails: `not_found`. */
export const followUsageFile = (
  ctx: ServiceContext,
  fileId: string,
  signal: AbortSignal,
): AsyncGenerator<UsageFileDetail | null> => {
  const notice = `${ctx.actor.operatorId}:${fileId}`;
  return following({ channel: USAGE_FILE_CHANNEL, notice, calmMs: CALM_MS }, signal, () =>
    getUsageFile(ctx, fileId),
  );
};

const CALM_MS = 500;
