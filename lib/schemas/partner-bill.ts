/** The formats partner bills come in; which of them are read is the integrations' business. */
export const partnerBillFormats = ['focus-1.0', 'csv', 'ubl', 'tmf678'] as const;

/** Of one file; a larger bill is sent in parts. */
export const MAX_PARTNER_BILL_BYTES = 100_000_000;
