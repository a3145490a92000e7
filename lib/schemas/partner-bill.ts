/** The formats partner bills come in. */
export const partnerBillFormats = ['focus-1.0', 'focus-1.1', 'focus-1.2', 'csv', 'ubl', 'tmf678'] as const;

/** What a file is, is found out from the file. */
export const AUTO_FORMAT = 'auto';

/** Of one file; a larger bill is sent in parts. */
export const MAX_PARTNER_BILL_BYTES = 100_000_000;

/** Up to this a bill is judged while its sender waits; what is larger is read by a job. */
export const MAX_AWAITED_BILL_BYTES = 20_000_000;

/** Of one file that a job reads: some three million lines of a cloud's cost export. */
export const MAX_BILL_IMPORT_BYTES = 2_000_000_000;
