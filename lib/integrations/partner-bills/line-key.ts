import { hash } from 'node:crypto';
import { KeyCounts } from '@/lib/domain/billing/partner-bill/key-counts';

/**
 * What makes a row itself, over all bills of a partner.
 * With an `Id`: the id, its account and its period. A row sent again with another cost is then the same charge, while
 * exporters that number their rows from 1 in every file do not make next month's charges look like last month's.
 * Without: the whole content, counted, because two rows alike in one file are two charges, and the second row alike in
 * another file is the second one sent again. Holds a digest of each row without id.
 */
export class LineKeys {
  readonly #counts = new KeyCounts();

  ofId(id: string, identity: readonly (string | null)[]): string {
    return `id:${digest([id, ...identity])}`;
  }

  ofContent(cells: readonly string[]): string {
    const key = `row:${digest(cells)}`;
    const count = this.#counts.add(key);
    return count === 1 ? key : `${key}:${count}`;
  }
}

/** 132 of SHA-256's bits: enough that two of a billion rows never share one. */
const digest = (parts: readonly (string | null)[]): string =>
  hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22);
