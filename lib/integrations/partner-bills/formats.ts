import type { PartnerBillReader } from '@/lib/integrations/partner-bills/partner-row';
import { focusReader } from '@/lib/integrations/partner-bills/read-focus';

/** The formats that can be read, by the name they are sent under. */
export const partnerBillReaders: Readonly<Record<string, PartnerBillReader>> = { 'focus-1.0': focusReader };
