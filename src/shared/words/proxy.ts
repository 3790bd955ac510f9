/** The question of a proxy that lets nobody through who does not say who they are. */
export const proxyForm = {
  title: 'Sign in to the proxy',
  lead: (proxy: string) =>
    `The proxy ${proxy} stands between this computer and the platform, and wants to know who you are.`,
  refused: 'The proxy did not accept this user name and password.',
  userName: 'User name for the proxy',
  password: 'Password for the proxy',
  note: 'Told to this proxy alone, and forgotten when the app is quit.',
  commit: 'Sign in to the proxy',
} as const;
