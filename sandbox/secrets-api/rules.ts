/** What the platform accepts as a name and as a value, from Kelvin's documentation and its examples. */

/** "Lowercase alphanumeric characters and `-`": taken as a DNS label, which every documented example fits. */
const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
/** What older platforms accepted as well: `.` and `_` inside. */
const LEGACY_NAME = /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/;
const LONGEST_NAME = 63;

/**
 * 1 MiB, the ceiling of the Kubernetes secrets that a platform of this kind keeps values in; none is
 * published.
 */
export const DEFAULT_MAX_VALUE_BYTES = 1024 * 1024;

export interface SecretRules {
  legacyNames: boolean;
  maxValueBytes: number;
}

export function isSecretName(name: string, rules: SecretRules): boolean {
  return name.length <= LONGEST_NAME && (rules.legacyNames ? LEGACY_NAME : NAME).test(name);
}

/** Why a value is refused; `undefined` when it is fine. The value itself is never part of the reason. */
export function valueProblem(
  value: string,
  rules: SecretRules,
): 'empty' | 'too-long' | 'no-text' | undefined {
  if (value === '') return 'empty';
  // A lone surrogate has no UTF-8 bytes: storing it would store something else than was sent.
  if (/\p{Surrogate}/u.test(value)) return 'no-text';
  return Buffer.byteLength(value) > rules.maxValueBytes ? 'too-long' : undefined;
}

/**
 * JSON can spell one byte as `\u0000`, six bytes: a body this long may still carry a value that is allowed.
 */
export function longestBody(rules: SecretRules): number {
  return rules.maxValueBytes * 6 + 64 * 1024;
}
