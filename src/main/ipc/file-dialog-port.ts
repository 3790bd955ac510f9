/** The system's dialogs for choosing where a file is; what is read and written goes no further than these. */
export interface FileDialogPort {
  /** `cancelled` when the person chose none; `not-written` when the disk did not take it. */
  save(name: string, text: string): Promise<'saved' | 'cancelled' | 'not-written'>;
  /** The text of the file that the person chose, up to `maxBytes`. */
  open(maxBytes: number): Promise<
    { readonly kind: 'text'; readonly text: string } | { readonly kind: 'cancelled' | 'not-read' | 'too-large' }
  >;
}
