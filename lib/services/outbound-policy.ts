import { env } from '@/lib/env';
import type { OutboundPolicy } from '@/lib/integrations/outbound/check-url';

/** Which addresses that somebody gave may be called here. */
export const outboundPolicy = (): OutboundPolicy => ({ allowLoopback: env().OUTBOUND_ALLOW_LOOPBACK });
