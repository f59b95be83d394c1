/** The steps of a path as `formatPath` writes it: `rule[0]["a b"].port`. */
export function parsePath(path: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  const pattern = /\.?([A-Za-z_][\w-]*)|\[(-?\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  for (let match = pattern.exec(path); match !== null; match = pattern.exec(path)) {
    const [, name, index, key] = match;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else if (key !== undefined) steps.push(JSON.parse(key) as string);
  }
  return steps;
}
