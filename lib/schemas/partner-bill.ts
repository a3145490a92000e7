/** The formats partner bills come in. */
export const partnerBillFormats = ['focus-1.0', 'focus-1.1', 'focus-1.2', 'csv', 'ubl', 'tmf678'] as const;

/** What a file is, is found out from the file. */
export const AUTO_FORMAT = 'auto';

/** Of one file; a larger bill is sent in parts. */
export const MAX_PARTNER_BILL_BYTES = 100_000_000;
