/**
 * Ids or words that many rows have in common: they travel once, as an array, and a row has their place in it, from 1. Null is at
 * place 0, where PostgreSQL finds nothing. Of a bill line's ten ids eight are its account's, its bill's or the catalogue's.
 */
export class SharedValues {
  readonly all: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(value: string | null | undefined): number {
    if (value === null || value === undefined) return 0;
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    const place = this.all.push(value);
    this.#places.set(value, place);
    return place;
  }
}
