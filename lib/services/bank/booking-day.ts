/** The day on which an entry is in the books: a bank may book for tomorrow, and money moves today at the latest. */
export const bookingDay = ({ bookedOn }: { bookedOn: string }, today: string): string =>
  bookedOn > today ? today : bookedOn;
