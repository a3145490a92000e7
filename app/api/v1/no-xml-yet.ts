import { AppError } from '@/lib/errors';

/** The electronic invoice of a document is not made yet: said in words, instead of an answer in another form than was asked for. */
export const noXmlYet = () =>
  new AppError('not_found', 'not_yet_available', 'This is not available as XML yet. Ask for .pdf or .csv.');
