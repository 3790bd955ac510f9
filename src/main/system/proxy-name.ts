/**
 * The proxy that a request goes by first, host and port, from what the system's settings say of its address: a line
 * like "PROXY proxy.plant:3128; DIRECT". Null where none is named.
 */
export function proxyNameOf(route: string): string | null {
  for (const way of route.split(';')) {
    const name = /^\s*(?:PROXY|HTTPS|SOCKS|SOCKS4|SOCKS5|QUIC)\s+([\w.:[\]-]{1,255})\s*$/i.exec(way)?.[1];
    if (name !== undefined) return name;
  }
  return null;
}
