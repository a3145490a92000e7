import type { PartnerBillReader } from '@/lib/integrations/partner-bills/partner-row';
import { focusReader } from '@/lib/integrations/partner-bills/read-focus';
import { tmf678Reader } from '@/lib/integrations/partner-bills/tmf678/read-tmf678';
import { ublReader } from '@/lib/integrations/partner-bills/ubl/read-ubl';

/** The formats that are read without a mapping, by the name they are sent under. */
export const partnerBillReaders: Readonly<Record<string, PartnerBillReader>> = {
  'focus-1.0': focusReader,
  'focus-1.1': focusReader,
  'focus-1.2': focusReader,
  ubl: ublReader,
  tmf678: tmf678Reader,
};
