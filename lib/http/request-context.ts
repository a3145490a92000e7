import type { Actor } from '@/lib/domain/access/actor';

/** What the edge hands to a use case: who asks, and when (ISO instant, UTC). */
export type RequestContext = { actor: Actor; now: string };
