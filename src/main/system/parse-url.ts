/** The address in a text, or null. (`URL.parse` does the same, but is younger than the oldest runtime.) */
export function parseUrl(text: string, base?: string): URL | null {
  return URL.canParse(text, base) ? new URL(text, base) : null;
}
