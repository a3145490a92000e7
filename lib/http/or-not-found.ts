import { notFound } from 'next/navigation';
import { AppError } from '@/lib/errors';

/**
 * For pages: what is not there, or not in the reader's scope, is the page that does not exist; so is a page of a list that its
 * address only pretends to (`invalid_cursor`).
 */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && isNowhere(error)) notFound();
    throw error;
  }
}

const isNowhere = ({ kind, code }: AppError) => kind === 'not_found' || code === 'invalid_cursor';
