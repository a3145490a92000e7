/** The name alone out of "user:<id> name". */
export const personOf = (createdBy: string): string => createdBy.replace(/^\w+:\S+ /, '');
