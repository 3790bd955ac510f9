/**
 * A copy of what a request may hold (lists, plain objects, texts, numbers, truth values, null) without Svelte's proxies.
 * `$state.snapshot` would clone each text by itself, which takes longer than all else for the thousands of an import.
 */
export function plainCopy<Part>(part: Part): Part {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((one: unknown) => plainCopy(one)) as Part;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(part)) copy[key] = plainCopy(part[key as keyof Part]);
  return copy as Part;
}
