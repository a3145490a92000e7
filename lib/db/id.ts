import { v7 } from 'uuid';

/** UUIDv7: ordered by time, so new rows land at the end of their index. Never chosen by a user. */
export const newId = (): string => v7();
