import { randomBytes } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { access, lstat, mkdir, open, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** How long a file rests before it is taken, and how long a claim that nobody renews stands. */
export type FolderTimes = { settleMs: number; abandonedMs: number };

export const FOLDER_TIMES: FolderTimes = { settleMs: 30_000, abandonedMs: 180_000 };

/** A file that is ours until it is put away: no other sweep takes it meanwhile. */
export type ClaimedFile = { name: string; place: string; folder: string };

const CLAIMS = '.taking';
// Not yet whole, by the names that clients of SFTP give files while they upload them.
const UNFINISHED = /\.(part|partial|filepart|tmp|crdownload|swp)$/i;
const RENEW_MS = 30_000;

/**
 * Claims the files of a folder that are whole: plain files with a plain name that have rested, and those whose claimer has died.
 * A claim is a rename, which one of two sweeps wins. Hidden files, folders and links are not touched.
 */
export async function* claimFiles(
  folder: string,
  nowMs: number,
  { settleMs, abandonedMs }: FolderTimes = FOLDER_TIMES,
): AsyncGenerator<ClaimedFile> {
  await mkdir(path.join(folder, CLAIMS), { recursive: true, mode: 0o750 });
  for (const { name, from } of [...(await waiting(folder)), ...(await claimed(folder))]) {
    const found = await lstat(from).catch(() => null);
    const restMs = path.dirname(from) === folder ? settleMs : abandonedMs;
    if (!found?.isFile() || nowMs - found.mtimeMs < restMs) continue;
    const place = path.join(folder, CLAIMS, `${randomBytes(4).toString('hex')}~${name}`);
    try {
      await rename(from, place);
      await utimes(place, nowMs / 1000, nowMs / 1000);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw error;
    }
    yield { name, place, folder };
  }
}

async function waiting(folder: string): Promise<{ name: string; from: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isPlainName(entry) && !UNFINISHED.test(entry.name))
    .map(({ name }) => ({ name, from: path.join(folder, name) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function claimed(folder: string): Promise<{ name: string; from: string }[]> {
  const entries = await readdir(path.join(folder, CLAIMS), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const name = /^[0-9a-f]{8}~(.+)$/s.exec(entry.name)?.[1];
    return name && entry.isFile() ? [{ name, from: path.join(folder, CLAIMS, entry.name) }] : [];
  });
}

/** Names go into letters, logs and sentences: what would break those is not taken. */
const isPlainName = ({ name }: Dirent): boolean =>
  !name.startsWith('.') && !/[\p{Cc}\p{Cs}\ufffd]/u.test(name);

/** The bytes of a claimed file, as often as asked; a link put in its place is refused by the system. */
export function readClaimed({ place }: ClaimedFile): () => AsyncGenerator<Uint8Array> {
  return async function* () {
    const handle = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      yield* handle.createReadStream({ autoClose: false, highWaterMark: 256 * 1024 });
    } finally {
      await handle.close();
    }
  };
}

/** Renews a claim while `run` works on it, so that no other sweep believes its claimer dead. */
export async function whileClaimed<T>({ place }: ClaimedFile, run: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    const now = Date.now() / 1000;
    utimes(place, now, now).catch(() => {});
  }, RENEW_MS);
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}

/** Puts a file where its sender finds it again, with the sentence beside it; of one name the later is numbered. */
export async function putAway(
  file: ClaimedFile,
  where: 'taken' | 'refused',
  sentence: string,
): Promise<void> {
  const target = path.join(file.folder, where);
  await mkdir(target, { recursive: true, mode: 0o750 });
  const name = await freeName(target, file.name);
  await writeFile(path.join(target, `${name}.txt`), `${sentence}\n`, { mode: 0o640 });
  await rename(file.place, path.join(target, name));
}

/** Back to where it was, to be tried again. */
export const giveBack = (file: ClaimedFile): Promise<void> =>
  rename(file.place, path.join(file.folder, file.name));

async function freeName(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = path.parse(name);
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? name : `${stem} (${n})${ext}`;
    if (!(await exists(path.join(folder, candidate)))) return candidate;
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
