import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { listPartnerFolders } from '@/lib/db/inbox';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { AppError } from '@/lib/errors';
import {
  type ClaimedFile,
  claimFiles,
  FOLDER_TIMES,
  type FolderTimes,
  giveBack,
  putAway,
  readClaimed,
  whileClaimed,
} from '@/lib/integrations/inbox/partner-folder';
import { log } from '@/lib/log';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { takeBill } from '@/lib/services/inbox/take-bill';
import { getOperator } from '@/lib/services/operators/get-operator';
import { receiveUsageFile } from '@/lib/services/usage-files/receive-usage-file';
import { fittingMapping } from '@/lib/services/usage-mappings/fitting-mapping';

export type SweepInboxOptions = { times?: FolderTimes; signal?: AbortSignal };

/**
 * Takes what partners have put into their folders, `<root>/<operator>/<partner>/` bills and `usage/` below it usage, by the very ways
 * that files are sent. Each file ends in `taken` or `refused` with a sentence beside it, and a sweep that dies leaves it to the next:
 * what is taken twice is one bill. Answers how many were put away.
 */
export async function sweepInbox(
  ctx: ServiceContext,
  root: string,
  { times = FOLDER_TIMES, signal }: SweepInboxOptions = {},
): Promise<number> {
  authorise(ctx, 'partner-bill.receive');
  const { slug } = await getOperator(ctx);
  const partners = await withTenantSql(scopeOf(ctx.actor), listPartnerFolders);
  let count = 0;
  for (const partner of partners) {
    const folder = path.join(root, slug, partner.slug);
    const kinds = [
      [folder, takeBill],
      [path.join(folder, 'usage'), takeUsage],
    ] as const;
    for (const [place, take] of kinds) {
      if (signal?.aborted) return count;
      if (!(await isOwnFolder(place))) continue;
      for await (const file of claimFiles(place, Date.parse(ctx.now), times)) {
        if (await settled(file, () => take(ctx, partner, file))) count += 1;
        if (signal?.aborted) return count;
      }
    }
  }
  return count;
}

/** Made where it is missing; a link or a file in its place is left alone, so that nothing outside is ever read. */
async function isOwnFolder(folder: string): Promise<boolean> {
  for (const place of [path.dirname(folder), folder]) {
    await mkdir(place, { recursive: true, mode: 0o750 }).catch(() => {});
    const found = await lstat(place).catch(() => null);
    if (!found?.isDirectory()) {
      log.warn({ place }, 'the inbox is no folder here');
      return false;
    }
  }
  return true;
}

/** Whether a file is where its sender finds it; one whose taking failed by a defect of ours is tried again. */
async function settled(file: ClaimedFile, take: () => Promise<string>): Promise<boolean> {
  try {
    const sentence = await whileClaimed(file, take);
    await putAway(file, 'taken', sentence);
    return true;
  } catch (error) {
    if (error instanceof AppError) {
      await putAway(file, 'refused', wordsOf(error));
      return true;
    }
    log.error({ file: file.name, error: String((error as Error).stack ?? error) }, 'a file was not taken');
    await giveBack(file).catch(() => {});
    return false;
  }
}

function wordsOf({ message, code, issues }: AppError): string {
  const more = issues.filter((issue) => issue.message !== message).slice(0, 50);
  return [`${message} (${code})`, ...more.map((issue) => `- ${issue.path}: ${issue.message}`)].join('\n');
}

async function takeUsage(ctx: ServiceContext, partner: { slug: string }, file: ClaimedFile): Promise<string> {
  const mapping = await fittingMapping(ctx, partner.slug, readClaimed(file));
  const { file: taken, created } = await receiveUsageFile(ctx, {
    name: file.name.slice(0, 200),
    format: null,
    mapping,
    partner: partner.slug,
    bytes: readClaimed(file)(),
  });
  return created
    ? `Taken as usage file ${taken.id}. Its rows are read now; what is not accepted is on its page.`
    : `This usage was here already, as file ${taken.id}; nothing was added.`;
}
