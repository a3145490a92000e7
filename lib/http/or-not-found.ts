import { notFound } from 'next/navigation';
import { AppError } from '@/lib/errors';

/** For pages: what is not there, or not in the reader's scope, is the page that does not exist. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    throw error;
  }
}
