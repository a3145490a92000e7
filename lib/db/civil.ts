/** A civil date as Prisma takes a `date` column: midnight UTC, whatever the machine's zone. */
export const civilAsDate = (date: string): Date => new Date(`${date}T00:00:00Z`);
