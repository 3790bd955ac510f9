import type { EnvironmentId } from './environment.ts';
import type { RefusalCode } from './reply.ts';

/** What a menu, the tray or a notification asks of the page. What main can do by itself is no command. */
export type MenuCommand =
  | { readonly kind: 'add' }
  | { readonly kind: 'import' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'secrets' }
  | { readonly kind: 'outbox' }
  | { readonly kind: 'search' }
  | { readonly kind: 'columns' }
  | { readonly kind: 'environments' }
  | { readonly kind: 'choose'; readonly environmentId: EnvironmentId }
  | { readonly kind: 'sign-in'; readonly environmentId: EnvironmentId }
  | { readonly kind: 'shortcuts' }
  /** These two also where nothing is open: whoever cannot unlock may need them most. */
  | { readonly kind: 'about' }
  | { readonly kind: 'report' }
  /** What was asked of main itself was refused. */
  | { readonly kind: 'refused'; readonly code: RefusalCode };
