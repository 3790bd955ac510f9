/** The pages outside the app that it may open in the browser. */
const allowedHosts: ReadonlySet<string> = new Set(['docs.kelvin.ai']);

/** Whether a link may leave the app for the system's browser. Everything else goes nowhere. */
export function mayOpenOutside(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const plain = url.username === '' && url.password === '' && url.port === '';
  return url.protocol === 'https:' && plain && allowedHosts.has(url.hostname);
}
