/** A form as a plain object: once is a value, more than once a list; React's own hidden fields are left out. */
export function formValues(form: FormData): Record<string, FormDataEntryValue | FormDataEntryValue[]> {
  const values: Record<string, FormDataEntryValue | FormDataEntryValue[]> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith('$ACTION')) continue;
    const all = form.getAll(name);
    values[name] = all.length === 1 ? all[0]! : all;
  }
  return values;
}
