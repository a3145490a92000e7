import { withTenantSql } from '@/lib/db/tenant';
import { listFileFaults } from '@/lib/db/usage-file-faults';
import { findUsageFile } from '@/lib/db/usage-files';
import { type Scope, scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import {
  type ErrorFileLayout,
  type ErrorFileWriter,
  errorFileWriter,
} from '@/lib/integrations/usage-files/write-error-file';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type ErrorFile = { name: string; mediaType: string; text: AsyncGenerator<string, void> };

/**
 * The rows of a file that were not accepted, in its own format and dialect, each with what is wrong: to be repaired and sent
 * again. Duplicates are not in it, for they were taken before. Streams a thousand rows at a time. Fails: `not_found`.
 */
export async function errorFile(ctx: ServiceContext, id: string): Promise<ErrorFile> {
  authorise(ctx, 'usage.read');
  const scope = scopeOf(ctx.actor);
  const file = await withTenantSql(scope, (sql) => findUsageFile(sql, id));
  if (!file) throw notFound('The file');
  const { csv = null } = file.checkpoint as Pick<Partial<ErrorFileLayout>, 'csv'>;
  const writer = errorFileWriter({ format: file.format, csv });
  const base = file.name.replace(/(\.gz)?$/i, '').replace(/\.(csv|txt|jsonl?|ndjson)$/i, '');
  const name = `${base.replace(/(-errors)+$/, '')}-errors.${writer.extension}`;
  return { name, mediaType: writer.mediaType, text: write(scope, id, writer) };
}

const PER_READ = { limit: 1000, maxBytes: 4 * 1024 * 1024 };

async function* write(scope: Scope, fileId: string, writer: ErrorFileWriter): AsyncGenerator<string, void> {
  yield writer.before;
  let last = 0;
  for (;;) {
    const rows = await withTenantSql(scope, (sql) => listFileFaults(sql, fileId, last, PER_READ));
    if (rows.length === 0) break;
    const text = rows.map((row) => writer.row(row)).join(writer.between);
    yield last === 0 ? text : writer.between + text;
    last = rows.at(-1)!.rowNo;
  }
  yield writer.after;
}
