import { cache } from 'react';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getPartner } from '@/lib/services/parties/get-partner';

/** The partner of a page, read once for it and its title. */
export const readPartner = cache(async (slug: string) =>
  orNotFound(getPartner(await requireContext('operator'), slug)),
);
