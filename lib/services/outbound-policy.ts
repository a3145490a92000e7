import { env } from '@/lib/env';
import type { OutboundPolicy } from '@/lib/integrations/outbound/check-url';

/** Which addresses that somebody gave may be called here. The demo world's simulated partner is on this machine, at its one port. */
export function outboundPolicy(): OutboundPolicy {
  const { OUTBOUND_ALLOW_LOOPBACK, TRIBUTARY_DEMO, SIMULATOR_PORT } = env();
  return {
    allowLoopback: OUTBOUND_ALLOW_LOOPBACK,
    loopbackPort: TRIBUTARY_DEMO && SIMULATOR_PORT > 0 ? SIMULATOR_PORT : null,
  };
}
